package io.turnpike.metering.audit;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Fate;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.InterfaceCell;
import io.turnpike.metering.audit.Finding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an interface carried in one direction, by fate, as of one interval. */
public final class InterfaceTotal {
    private record Place(String interfaceName, Direction direction) {}

    private final BatchHeader header;
    private final Place place;
    private final Map<Fate, InterfaceCell> cells = new EnumMap<>(Fate.class);

    private InterfaceTotal(BatchHeader header, Place place) {
        this.header = header;
        this.place = place;
    }

    /** Of all interfaces of the node, in both directions; none unless the batch ends its interval. */
    public static List<InterfaceTotal> of(FlowBatch batch) {
        Map<Place, InterfaceTotal> totals = new LinkedHashMap<>();
        for (InterfaceCell cell : batch.interfaceCells()) {
            Place place = new Place(cell.interfaceName(), cell.direction());
            totals.computeIfAbsent(place, absent -> new InterfaceTotal(batch.header(), place))
                    .cells
                    .put(cell.fate(), cell);
        }
        return new ArrayList<>(totals.values());
    }

    public String interfaceName() {
        return place.interfaceName();
    }

    public Direction direction() {
        return place.direction();
    }

    /** Since the counters began. */
    public Amount of(Fate fate) {
        InterfaceCell cell = cells.get(fate);
        return cell == null
                ? Amount.ZERO
                : new Amount(cell.octets().to(), cell.packets().to());
    }

    /** All that has a fate, since the counters began. */
    public Amount accountedFor() {
        Amount sum = Amount.ZERO;
        for (Fate fate : Fate.values()) {
            if (fate != Fate.COUNTED) {
                sum = sum.plus(of(fate));
            }
        }
        return sum;
    }

    /** What in this interval was counted and has no fate, or more fates than octets. */
    public Optional<Finding> difference() {
        Amount difference = Amount.ZERO;
        for (InterfaceCell cell : cells.values()) {
            Amount moved = new Amount(delta(cell.octets()), delta(cell.packets()));
            difference = cell.fate() == Fate.COUNTED ? difference.plus(moved) : difference.minus(moved);
        }
        return difference.equals(Amount.ZERO)
                ? Optional.empty()
                : Optional.of(new Finding(
                        Kind.CONSERVATION,
                        header.exportingProcessId(),
                        header.bootEpoch(),
                        header.sequence(),
                        header.sequence(),
                        place.interfaceName(),
                        place.direction().name(),
                        header.intervalStartMillis(),
                        header.intervalEndMillis(),
                        difference));
    }

    private static long delta(Counter counter) {
        return counter.to() - counter.from();
    }
}
