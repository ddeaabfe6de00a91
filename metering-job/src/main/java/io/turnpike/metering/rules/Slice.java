package io.turnpike.metering.rules;

import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.FlowRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a record that is attributed as one: what it forwarded in one direction, or what it dropped.
 *
 * @param direction at the public face
 * @param dropped refused by the packet path rather than forwarded
 */
public record Slice(FlowRecord record, Direction direction, boolean dropped, long octets, long packets) {

    /** The slices of a record that are not empty. Together they hold every octet and packet of it, once. */
    public static List<Slice> of(FlowRecord record) {
        List<Slice> slices = new ArrayList<>(2);
        for (Direction direction : Direction.values()) {
            add(slices, record, direction, false, record.octets(direction), record.packets(direction));
        }
        add(slices, record, record.dropDirection(), true, record.droppedOctets(), record.droppedPackets());
        return slices;
    }

    private static void add(
            List<Slice> slices,
            FlowRecord record,
            Direction direction,
            boolean dropped,
            Counter octets,
            Counter packets) {
        if (octets.delta() > 0 || packets.delta() > 0) {
            slices.add(new Slice(record, direction, dropped, octets.delta(), packets.delta()));
        }
    }
}
