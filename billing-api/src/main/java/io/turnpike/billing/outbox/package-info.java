/** Brings the registry's values to Kafka in the order of their versions, whenever Kafka is there. */
@NullMarked
package io.turnpike.billing.outbox;

import org.jspecify.annotations.NullMarked;
