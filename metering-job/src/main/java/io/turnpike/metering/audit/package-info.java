/**
 * What of the nodes' counters is in the ledger, and what is not: holes in the chain of a node's batches, and differences
 * between what interfaces counted and what became of it. Pure; knows nothing of Flink, Kafka or ClickHouse.
 */
@NullMarked
package io.turnpike.metering.audit;

import org.jspecify.annotations.NullMarked;
