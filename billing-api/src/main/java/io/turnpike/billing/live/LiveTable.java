package io.turnpike.billing.live;

import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.LiveCell;
import io.turnpike.flow.LiveUsage;
import io.turnpike.flow.ObservationPoint;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns cumulative cells of many nodes into octets by the second. What a node reports is spread evenly over the time
 * since its report before, so that reports that come a little late or early make no spikes. A node's first report, and
 * the first one of new counters, only says from where to count.
 */
final class LiveTable {
    private static final Set<ObservationPoint> FACES =
            Set.of(ObservationPoint.SLB_FRONT, ObservationPoint.BORDER, ObservationPoint.ECS_NIC);
    private static final long SECOND_MILLIS = 1_000;

    private record Cell(Face face, int bindingId, Direction direction) {}

    private record Report(long countersEpoch, long atMillis, Map<Cell, Long> octets) {}

    private final int mostRings;
    private final Map<String, Report> reports = new HashMap<>();
    /** In the order in which they last moved, so that those that rest for longest make room. */
    private final LinkedHashMap<Face, Ring> rings = new LinkedHashMap<>(16, 0.75f, true);

    LiveTable(int mostRings) {
        this.mostRings = mostRings;
    }

    synchronized void accept(LiveUsage usage) {
        Report before = reports.get(usage.node());
        if (before != null && usage.atMillis() <= before.atMillis()) {
            return; // A repetition, or one that was overtaken.
        }
        Report now = new Report(usage.countersEpoch(), usage.atMillis(), octets(usage));
        if (before != null && before.countersEpoch() == now.countersEpoch()) {
            now.octets().forEach((cell, octets) -> move(cell, octets - was(before, cell, octets), before, now));
        }
        reports.put(usage.node(), now);
    }

    private static Map<Cell, Long> octets(LiveUsage usage) {
        Map<Cell, Long> octets = new HashMap<>();
        for (LiveCell cell : usage.cells()) {
            if (cell.dropReason() == DropReason.NONE && FACES.contains(cell.observationPoint())) {
                Face face = new Face(cell.resourceNumber(), cell.observationPoint());
                octets.merge(new Cell(face, cell.bindingId(), cell.direction()), cell.octets(), Long::sum);
            }
        }
        return octets;
    }

    /** A cell that the counters did not have before began at zero. One that went back says nothing. */
    private static long was(Report before, Cell cell, long now) {
        return Math.min(before.octets().getOrDefault(cell, 0L), now);
    }

    private void move(Cell cell, long octets, Report before, Report now) {
        if (octets == 0) {
            return;
        }
        long first = Math.floorDiv(before.atMillis(), SECOND_MILLIS);
        Ring ring = rings.computeIfAbsent(cell.face(), face -> new Ring(first));
        makeRoom();
        long span = now.atMillis() - before.atMillis();
        long last = Math.floorDiv(now.atMillis() - 1, SECOND_MILLIS);
        long given = 0;
        for (long second = Math.max(first, last - Ring.SECONDS + 1); second <= last; second++) {
            long elapsed = Math.min((second + 1) * SECOND_MILLIS, now.atMillis()) - before.atMillis();
            // The rounding of each second is made up for in the next, so the sum is exact.
            long due = (long) ((double) octets * elapsed / span);
            long part = (second == last ? octets : due) - given;
            ring.add(second, cell.direction(), part);
            given += part;
        }
    }

    private void makeRoom() {
        while (rings.size() > mostRings) {
            rings.remove(rings.firstEntry().getKey());
        }
    }

    /** So many seconds up to and including the given one; zeros where nothing moved. */
    synchronized List<Second> seconds(Face face, long last, int count) {
        @Nullable Ring ring = rings.get(face);
        return LongStream.rangeClosed(last - count + 1, last)
                .mapToObj(second -> ring == null ? new Second(second, 0, 0) : ring.at(second))
                .toList();
    }

    /** When the newest report of any node was made; empty table: the epoch. */
    synchronized long newestReportMillis() {
        return reports.values().stream().mapToLong(Report::atMillis).max().orElse(0);
    }
}
