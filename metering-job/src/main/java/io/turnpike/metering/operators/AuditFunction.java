package io.turnpike.metering.operators;

import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.flow.WireFormatException;
import io.turnpike.metering.audit.Judged;
import io.turnpike.metering.audit.NodeAudit;
import io.turnpike.metering.sink.EncodedRow;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the audit of each node, and writes down what changes in its findings. */
@SuppressWarnings("NullAway.Init") // Flink opens a function before it uses it.
public final class AuditFunction extends KeyedProcessFunction<String, AuditItem, EncodedRow> {
    private static final long serialVersionUID = 1L;

    private final long silenceMillis;
    private transient ValueState<byte[]> saved;
    private transient long openedMillis;

    /**
     * The audit of all nodes.
     *
     * @param silence how long a node may be silent before that is a hole
     */
    public AuditFunction(Duration silence) {
        this.silenceMillis = silence.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        saved = getRuntimeContext()
                .getState(
                        new ValueStateDescriptor<>("audit-v1", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(AuditItem item, Context context, Collector<EncodedRow> out) throws Exception {
        long now = context.timerService().currentProcessingTime();
        NodeAudit audit = audit(item.node(), now);
        boolean first = saved.value() == null;
        List<Judged> changes = item.isExpectation() ? audit.expected(now) : came(audit, item, now);
        if (first) {
            lookLater(context, now);
        }
        keep(audit, changes, now, out);
    }

    private static List<Judged> came(NodeAudit audit, AuditItem item, long nowMillis) throws WireFormatException {
        FlowBatch batch = FlowBatchCodec.decode(item.batch());
        return audit.came(batch.header(), batch.account(), batch.last(), item.taken(), nowMillis);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<EncodedRow> out) throws Exception {
        long now = context.timerService().currentProcessingTime();
        NodeAudit audit = audit(context.getCurrentKey(), now);
        keep(audit, audit.look(now, silenceMillis), now, out);
        lookLater(context, now);
    }

    private void lookLater(Context context, long nowMillis) {
        context.timerService().registerProcessingTimeTimer(nowMillis + Math.max(1_000, silenceMillis / 4));
    }

    /** A node is not to blame for the time in which the job did not run. */
    private NodeAudit audit(String node, long nowMillis) throws Exception {
        if (openedMillis == 0) {
            openedMillis = nowMillis;
        }
        byte[] state = saved.value();
        NodeAudit audit = state == null ? NodeAudit.of(node) : NodeAudit.load(state);
        audit.listening(openedMillis);
        return audit;
    }

    private void keep(NodeAudit audit, List<Judged> changes, long nowMillis, Collector<EncodedRow> out)
            throws Exception {
        saved.update(audit.save());
        changes.forEach(change -> out.collect(AuditRows.finding(change, nowMillis)));
    }
}
