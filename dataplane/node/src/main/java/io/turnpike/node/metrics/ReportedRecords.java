package io.turnpike.node.metrics;

import io.turnpike.collector.CounterSource;
import io.turnpike.collector.Reading;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowRecord;
import java.util.List;
import java.util.function.Consumer;

/** Tells of what was reported, once it was. */
record ReportedRecords(CounterSource source, Consumer<List<FlowRecord>> reported) implements CounterSource {
    @Override
    public long countersEpoch() {
        return source.countersEpoch();
    }

    @Override
    public long reportedUntilMillis() {
        return source.reportedUntilMillis();
    }

    @Override
    public Reading read() {
        return source.read();
    }

    @Override
    public void commit(Reading reading, long intervalEndMillis) {
        source.commit(reading, intervalEndMillis);
        reported.accept(reading.records());
    }

    @Override
    public void recover(List<FlowBatch> spooled) {
        source.recover(spooled);
    }
}
