/**
 * The rule "traffic goes out the way it came in", as a pure and total function of one record and the registry as
 * applied. It knows nothing of Flink, Kafka or ClickHouse.
 */
@NullMarked
package io.turnpike.metering.rules;

import org.jspecify.annotations.NullMarked;
