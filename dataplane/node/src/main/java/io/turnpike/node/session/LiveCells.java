package io.turnpike.node.session;

import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.LiveUsageSource;
import io.turnpike.flow.Coded;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.LiveCell;
import io.turnpike.flow.LiveUsage;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The resource cells of this node at one instant. Reads the kernel only, so it needs no lock of the sessions. */
public final class LiveCells implements LiveUsageSource {
    private final String node;
    private final Allocator allocator;
    private final Cells cells;
    private final LongSupplier limitsVersion;
    private final IntervalClock clock;

    /**
     * @param node name of the node
     * @param limitsVersion up to which all limits are in force
     */
    public LiveCells(String node, Allocator allocator, Cells cells, LongSupplier limitsVersion, IntervalClock clock) {
        this.node = node;
        this.allocator = allocator;
        this.cells = cells;
        this.limitsVersion = limitsVersion;
        this.clock = clock;
    }

    @Override
    public LiveUsage read() {
        // Before the cells: what is acknowledged was in force when they were read.
        long version = limitsVersion.getAsLong();
        List<LiveCell> live = new ArrayList<>();
        Cells.whateverPassed(cells.resources()).forEach((key, amount) -> live.add(cell(key, amount)));
        return new LiveUsage(node, allocator.countersEpoch(), clock.nowMillis(), version, live);
    }

    private static LiveCell cell(Cells.Key key, Cells.Amount amount) {
        return new LiveCell(
                Coded.of(ObservationPoint.class, key.observation()),
                key.resource(),
                key.binding(),
                Coded.of(Direction.class, key.direction()),
                Coded.of(DropReason.class, key.reason()),
                amount.octets(),
                amount.packets());
    }
}
