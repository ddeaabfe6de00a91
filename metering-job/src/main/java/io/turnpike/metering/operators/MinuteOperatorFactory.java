package io.turnpike.metering.operators;

import io.turnpike.metering.sink.EncodedRow;
import java.time.Duration;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator that sums usage by minute. */
public final class MinuteOperatorFactory extends AbstractStreamOperatorFactory<EncodedRow>
        implements OneInputStreamOperatorFactory<UsageDelta, EncodedRow> {
    private static final long serialVersionUID = 1L;

    private final long holdMillis;

    /**
     * Sums for as long as a minute is held.
     *
     * @param hold how long a minute is held after event time has passed its end
     */
    public MinuteOperatorFactory(Duration hold) {
        this.holdMillis = hold.toMillis();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The signature is that of the interface.
    public <T extends StreamOperator<EncodedRow>> T createStreamOperator(
            StreamOperatorParameters<EncodedRow> parameters) {
        return (T) new MinuteOperator(parameters, holdMillis);
    }

    @Override
    @SuppressWarnings("rawtypes") // As the interface has it.
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return MinuteOperator.class;
    }
}
