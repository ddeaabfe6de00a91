package io.turnpike.metering.operators;

import io.turnpike.metering.sink.EncodedRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sums usage by key and minute, and holds a minute for a while after event time has passed it. Each checkpoint gets the
 * rows of the minutes that changed since the last; what comes for a minute that is no longer held becomes a row of its
 * own.
 */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
final class MinuteOperator extends AbstractStreamOperator<EncodedRow>
        implements OneInputStreamOperator<UsageDelta, EncodedRow>, Triggerable<String, Long> {
    private record DirtyMinute(String partitionKey, long minuteMillis) {}

    private final long holdMillis;
    // Needs no checkpoint: it is empty whenever one is taken.
    private final Set<DirtyMinute> dirty = new LinkedHashSet<>();
    private MapState<Long, MinuteTotal> minutes;
    private ListState<AttemptState> attempts;
    private InternalTimerService<Long> timers;
    private RowVersion version;
    private long restoredWatermarkMillis = Long.MIN_VALUE;
    private Counter lateRows;

    MinuteOperator(StreamOperatorParameters<EncodedRow> parameters, long holdMillis) {
        super(parameters);
        this.holdMillis = holdMillis;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        attempts = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("attempts-v1", TypeInformation.of(AttemptState.class)));
        long lastEpoch = 0;
        for (AttemptState attempt : attempts.get()) {
            lastEpoch = Math.max(lastEpoch, attempt.epoch());
            restoredWatermarkMillis = Math.max(restoredWatermarkMillis, attempt.watermarkMillis());
        }
        version = new RowVersion(lastEpoch, getProcessingTimeService().getCurrentProcessingTime());
        minutes = context.getKeyedStateStore()
                .getMapState(new MapStateDescriptor<>("minutes-v1", Types.LONG, TypeInformation.of(MinuteTotal.class)));
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = getInternalTimerService("minutes-v1", LongSerializer.INSTANCE, this);
        lateRows = getMetricGroup().addGroup(MeterMetrics.GROUP).counter("late_rows_total");
    }

    @Override
    public void processElement(StreamRecord<UsageDelta> element) throws Exception {
        UsageDelta delta = element.getValue();
        long droppedAtMillis = droppedAtMillis(delta.minuteMillis());
        if (droppedAtMillis <= reachedMillis()) {
            lateRows.inc();
            emit(Rows.late(delta));
            return;
        }
        MinuteTotal known = minutes.get(delta.minuteMillis());
        minutes.put(delta.minuteMillis(), known == null ? MinuteTotal.of(delta) : known.plus(delta));
        timers.registerEventTimeTimer(delta.minuteMillis(), droppedAtMillis);
        dirty.add(new DirtyMinute((String) getCurrentKey(), delta.minuteMillis()));
    }

    private long droppedAtMillis(long minuteMillis) {
        return minuteMillis + MinuteSplit.MINUTE_MILLIS + holdMillis;
    }

    /** After a restore the stream's own event time begins anew, but what was dropped is still dropped. */
    private long reachedMillis() {
        return Math.max(restoredWatermarkMillis, timers.currentWatermark());
    }

    @Override
    public void onEventTime(InternalTimer<String, Long> timer) throws Exception {
        DirtyMinute minute = new DirtyMinute(timer.getKey(), timer.getNamespace());
        if (dirty.remove(minute)) {
            emitRow(minute.minuteMillis());
        }
        minutes.remove(minute.minuteMillis());
    }

    @Override
    public void onProcessingTime(InternalTimer<String, Long> timer) {
        throw new IllegalStateException("no timer of the wall clock was set");
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        for (DirtyMinute minute : dirty) {
            setCurrentKey(minute.partitionKey());
            emitRow(minute.minuteMillis());
        }
        dirty.clear();
        version.flushed();
    }

    private void emitRow(long minuteMillis) throws Exception {
        MinuteTotal total = minutes.get(minuteMillis);
        if (total == null) {
            throw new IllegalStateException("a minute changed that is not held: " + minuteMillis);
        }
        emit(Rows.minute(total, minuteMillis, version.current()));
    }

    private void emit(EncodedRow row) {
        output.collect(new StreamRecord<>(row));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        attempts.update(List.of(new AttemptState(version.epoch(), reachedMillis())));
    }
}
