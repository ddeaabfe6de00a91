package io.turnpike.flow;

import java.util.ArrayList;
import java.util.List;

/** Live cells on the wire, version {@value #VERSION}. */
public final class LiveUsageCodec {
    public static final int VERSION = 1;
    private static final int MAGIC = 0x54504c55; // TPLU
    private static final int LEAST_OCTETS_OF_A_CELL = 7;

    private LiveUsageCodec() {}

    public static byte[] encode(LiveUsage usage) {
        WireWriter out = new WireWriter(MAGIC, VERSION);
        out.text(usage.node());
        out.varint(usage.countersEpoch());
        out.varint(usage.atMillis());
        out.varint(usage.limitsVersion());
        out.varint(usage.cells().size());
        for (LiveCell cell : usage.cells()) {
            out.varint(cell.observationPoint().code());
            out.varint(cell.resourceNumber());
            out.varint(cell.bindingId());
            out.varint(cell.direction().code());
            out.varint(cell.dropReason().code());
            out.varint(cell.octets());
            out.varint(cell.packets());
        }
        return out.finish();
    }

    public static LiveUsage decode(byte[] bytes) throws WireFormatException {
        WireReader in = new WireReader(bytes, MAGIC, VERSION);
        try {
            LiveUsage usage = new LiveUsage(in.text(), in.varint(), in.varint(), in.varint(), cells(in));
            in.finish();
            return usage;
        } catch (IllegalArgumentException e) {
            throw WireReader.broken(String.valueOf(e.getMessage()));
        }
    }

    private static List<LiveCell> cells(WireReader in) throws WireFormatException {
        int count = in.count(LEAST_OCTETS_OF_A_CELL);
        List<LiveCell> cells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cells.add(new LiveCell(
                    Coded.of(ObservationPoint.class, in.varint()),
                    in.integer(),
                    in.integer(),
                    Coded.of(Direction.class, in.varint()),
                    Coded.of(DropReason.class, in.varint()),
                    in.varint(),
                    in.varint()));
        }
        return cells;
    }
}
