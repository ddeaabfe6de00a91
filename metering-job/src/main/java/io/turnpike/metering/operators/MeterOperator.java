package io.turnpike.metering.operators;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.flow.ResourceCell;
import io.turnpike.flow.WireFormatException;
import io.turnpike.metering.registry.FollowedRegistry;
import io.turnpike.metering.registry.ResourceFeed;
import io.turnpike.metering.registry.ResourceIndex;
import io.turnpike.metering.rules.RuleTable;
import io.turnpike.metering.sink.EncodedRow;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/** Decodes a batch, takes it once, attributes it, and sets event time. Runs in the source's chain. */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
final class MeterOperator extends AbstractStreamOperator<UsageDelta>
        implements OneInputStreamOperator<byte[], UsageDelta> {
    private static final Duration LONGEST_WAIT_FOR_REGISTRY = Duration.ofSeconds(30);
    private static final long SILENCE_CHECK_MILLIS = 5_000;

    private final ResourceFeed feed;
    private final OutputTag<DeadLetter> deadLetters;
    private final OutputTag<EncodedRow> rows;
    private final OutputTag<AuditItem> audit;
    private final NodeLedger ledger = new NodeLedger();
    private final EventProgress progress = new EventProgress();
    private ListState<NodeState> nodeStates;
    private FollowedRegistry registry;
    private MeterMetrics counts;

    MeterOperator(
            StreamOperatorParameters<UsageDelta> parameters,
            ResourceFeed feed,
            OutputTag<DeadLetter> deadLetters,
            OutputTag<EncodedRow> rows,
            OutputTag<AuditItem> audit) {
        super(parameters);
        this.feed = feed;
        this.deadLetters = deadLetters;
        this.rows = rows;
        this.audit = audit;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        nodeStates = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("nodes-v1", TypeInformation.of(NodeState.class)));
        for (NodeState state : nodeStates.get()) {
            ledger.merge(state);
            heard(state.node(), state.intervalEndMillis());
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        nodeStates.update(ledger.snapshot());
    }

    @Override
    public void open() throws Exception {
        super.open();
        counts = new MeterMetrics(getMetricGroup(), ledger);
        registry = FollowedRegistry.open(feed);
        checkForSilenceLater();
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) throws Exception {
        try {
            FlowBatch decoded = FlowBatchCodec.decode(element.getValue());
            counts.batches.inc();
            ClampedBatch batch = ClampedBatch.of(decoded, nowMillis());
            counts.futureBatches.inc(batch.clamped() ? 1 : 0);
            take(batch.batch());
        } catch (WireFormatException e) {
            counts.deadLetters.inc();
            LOG.warn("A batch could not be read: {}", e.getMessage());
            DeadLetter letter = new DeadLetter(element.getValue(), String.valueOf(e.getMessage()));
            output.collect(deadLetters, new StreamRecord<>(letter));
        }
    }

    private void take(FlowBatch batch) throws InterruptedException {
        BatchHeader header = batch.header();
        if (!ledger.accept(header)) {
            counts.duplicates.inc();
            return;
        }
        registry.await(header.registryVersion(), LONGEST_WAIT_FOR_REGISTRY);
        registry.use(index -> emit(batch, index));
        heard(header.exportingProcessId(), header.intervalEndMillis());
        advance();
    }

    /** A capture tells of its own time, for which no node has to wait. */
    private void heard(String node, long intervalEndMillis) {
        if (!BatchHeader.isCapture(node)) {
            progress.heard(node, intervalEndMillis, nowMillis());
        }
    }

    private void emit(FlowBatch batch, ResourceIndex index) {
        MeteredBatch metered = MeteredBatch.of(batch, RuleTable.standard(), index);
        counts.count(metered);
        metered.deltas(index.version()).forEach(delta -> output.collect(new StreamRecord<>(delta)));
        for (ResourceCell cell : batch.resourceCells()) {
            emit(Rows.cell(batch.header(), cell, index.resourceId(cell.resourceNumber())));
        }
        if (BatchHeader.isCapture(batch.header().exportingProcessId())) {
            return;
        }
        NodeState state = ledger.state(batch.header());
        emit(Rows.progress(batch.header(), state, nowMillis()));
        AuditRows.of(batch, nowMillis()).forEach(this::emit);
        output.collect(audit, new StreamRecord<>(auditItem(batch, state)));
    }

    private static AuditItem auditItem(FlowBatch batch, NodeState state) {
        FlowBatch frame = new FlowBatch(batch.header(), batch.account(), batch.last(), List.of(), List.of(), List.of());
        boolean taken = state.next() > batch.header().sequence();
        return new AuditItem(batch.header().exportingProcessId(), FlowBatchCodec.encode(frame), taken);
    }

    private void expectNodes() {
        registry.use(index ->
                index.nodes().forEach(node -> output.collect(audit, new StreamRecord<>(AuditItem.expected(node)))));
    }

    private void emit(EncodedRow row) {
        output.collect(rows, new StreamRecord<>(row));
    }

    private void advance() {
        if (progress.hasTalkingNodes(nowMillis())) {
            output.emitWatermarkStatus(WatermarkStatus.ACTIVE);
            output.emitWatermark(new Watermark(progress.reachedMillis(nowMillis())));
        } else {
            output.emitWatermarkStatus(WatermarkStatus.IDLE);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the operator, and fails the task if it fails.
    private void checkForSilenceLater() {
        getProcessingTimeService().registerTimer(nowMillis() + SILENCE_CHECK_MILLIS, now -> {
            advance();
            expectNodes();
            checkForSilenceLater();
        });
    }

    /** Event time is ours to set; of the source only its end counts. */
    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.equals(Watermark.MAX_WATERMARK)) {
            super.processWatermark(mark);
        }
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {
        // A source without partitions is no sign of silent nodes: those are told by the clock.
    }

    private long nowMillis() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    @Override
    public void close() throws Exception {
        if (registry != null) {
            registry.close();
        }
        super.close();
    }
}
