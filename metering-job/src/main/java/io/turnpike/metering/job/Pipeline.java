package io.turnpike.metering.job;

import io.turnpike.metering.operators.AuditFunction;
import io.turnpike.metering.operators.AuditItem;
import io.turnpike.metering.operators.DeadLetter;
import io.turnpike.metering.operators.MeterOperatorFactory;
import io.turnpike.metering.operators.MinuteOperatorFactory;
import io.turnpike.metering.operators.UsageDelta;
import io.turnpike.metering.registry.ResourceFeed;
import io.turnpike.metering.sink.EncodedRow;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The graph of the job. The uids name the state in checkpoints: to change one is to lose what it names.
 *
 * @param flows flow batches as they are on the wire
 * @param silence how long a node may be silent before the audit calls that a hole
 */
record Pipeline(
        Source<byte[], ?, ?> flows,
        ResourceFeed registry,
        Duration hold,
        Duration silence,
        Sink<EncodedRow> store,
        Sink<DeadLetter> deadLetters) {

    private static final OutputTag<EncodedRow> NODE_ROWS =
            new OutputTag<>("node-rows", TypeInformation.of(EncodedRow.class));
    private static final OutputTag<AuditItem> AUDIT = new OutputTag<>("audit", TypeInformation.of(AuditItem.class));
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    void define(StreamExecutionEnvironment env) {
        SingleOutputStreamOperator<UsageDelta> usage = env.fromSource(flows, WatermarkStrategy.noWatermarks(), "flows")
                .uid("flows")
                .transform(
                        "meter",
                        TypeInformation.of(UsageDelta.class),
                        new MeterOperatorFactory(registry, DEAD_LETTERS, NODE_ROWS, AUDIT))
                .uid("meter");
        SingleOutputStreamOperator<EncodedRow> minutes = usage.keyBy(
                        delta -> delta.key().partitionKey())
                .transform("minutes", TypeInformation.of(EncodedRow.class), new MinuteOperatorFactory(hold))
                .uid("minutes");
        SingleOutputStreamOperator<EncodedRow> audit = usage.getSideOutput(AUDIT)
                .keyBy(AuditItem::node)
                .process(new AuditFunction(silence))
                .name("audit")
                .uid("audit");
        minutes.union(usage.getSideOutput(NODE_ROWS), audit)
                .sinkTo(store)
                .name("store")
                .uid("store");
        usage.getSideOutput(DEAD_LETTERS)
                .sinkTo(deadLetters)
                .name("dead-letters")
                .uid("dead-letters");
    }
}
