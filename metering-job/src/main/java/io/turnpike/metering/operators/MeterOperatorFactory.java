package io.turnpike.metering.operators;

import io.turnpike.metering.registry.ResourceFeed;
import io.turnpike.metering.sink.EncodedRow;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.util.OutputTag;

/** Makes the operator that turns flow batches into usage, and what else they carry into side outputs. */
public final class MeterOperatorFactory extends AbstractStreamOperatorFactory<UsageDelta>
        implements OneInputStreamOperatorFactory<byte[], UsageDelta> {
    private static final long serialVersionUID = 1L;

    private final ResourceFeed feed;
    private final OutputTag<DeadLetter> deadLetters;
    private final OutputTag<EncodedRow> rows;
    private final OutputTag<AuditItem> audit;

    /**
     * @param deadLetters takes batches that cannot be read
     * @param rows takes the cells and the progress of the nodes, and what their batches prove
     * @param audit takes what the audit of the nodes has to know
     */
    public MeterOperatorFactory(
            ResourceFeed feed,
            OutputTag<DeadLetter> deadLetters,
            OutputTag<EncodedRow> rows,
            OutputTag<AuditItem> audit) {
        this.feed = feed;
        this.deadLetters = deadLetters;
        this.rows = rows;
        this.audit = audit;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The signature is that of the interface.
    public <T extends StreamOperator<UsageDelta>> T createStreamOperator(
            StreamOperatorParameters<UsageDelta> parameters) {
        return (T) new MeterOperator(parameters, feed, deadLetters, rows, audit);
    }

    @Override
    @SuppressWarnings("rawtypes") // As the interface has it.
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return MeterOperator.class;
    }
}
