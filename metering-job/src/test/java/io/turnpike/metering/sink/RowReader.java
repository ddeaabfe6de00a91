package io.turnpike.metering.sink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads encoded rows back, as the store would: by the types of the columns in the schema. */
public final class RowReader {
    private static final Set<String> NARROW = Set.of("minute", "binding_id", "resource_number", "hour", "amount_known");
    private static final Set<String> WIDE = Set.of(
            "octets",
            "packets",
            "registry_version",
            "row_version",
            "boot_epoch",
            "sequence",
            "counters_epoch",
            "interval_end",
            "next_sequence",
            "updated_at",
            "missing_batches",
            "first_sequence",
            "last_sequence",
            "started_at",
            "ended_at",
            "found_at",
            "revision",
            "counted_octets",
            "counted_packets",
            "accounted_octets",
            "accounted_packets",
            "session_octets",
            "dropped_octets",
            "answered_octets",
            "node_octets",
            "link_octets",
            "handed_over_octets",
            "unmetered_octets");

    private RowReader() {}

    public static Map<String, Object> read(EncodedRow row) {
        return read(Table.valueOf(row.table()), row.bytes()).getFirst();
    }

    /** A number of a row. */
    public static long number(Map<String, Object> row, String column) {
        return row.get(column) instanceof Long number ? number : Long.MIN_VALUE;
    }

    /** Rows of one table, one after another. */
    public static List<Map<String, Object>> read(Table table, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Map<String, Object>> rows = new ArrayList<>();
        while (in.hasRemaining()) {
            Map<String, Object> row = new LinkedHashMap<>();
            table.columns().forEach(column -> row.put(column, value(column, in)));
            rows.add(row);
        }
        return rows;
    }

    private static Object value(String column, ByteBuffer in) {
        if (NARROW.contains(column)) {
            return Integer.toUnsignedLong(in.getInt());
        }
        return WIDE.contains(column) ? (Object) in.getLong() : text(in);
    }

    private static String text(ByteBuffer in) {
        int length = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            length |= (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        byte[] utf8 = new byte[length];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
