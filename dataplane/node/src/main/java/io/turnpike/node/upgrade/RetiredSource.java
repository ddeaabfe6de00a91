package io.turnpike.node.upgrade;

import io.turnpike.collector.CounterSource;
import io.turnpike.collector.Reading;
import io.turnpike.flow.FlowBatch;
import io.turnpike.node.session.SessionSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The last reading of maps on which nothing counts any more. Once it is on disk they are removed. */
final class RetiredSource implements CounterSource {
    private final SessionSource source;
    private final OlderMaps maps;

    RetiredSource(SessionSource source, OlderMaps maps) {
        this.source = source;
        this.maps = maps;
    }

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
        return source.read().withoutTotals();
    }

    @Override
    public void commit(Reading reading, long intervalEndMillis) {
        try {
            maps.remove();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove maps of another version that were read to the end", e);
        }
    }

    @Override
    public void recover(List<FlowBatch> spooled) {
        source.recover(spooled);
    }
}
