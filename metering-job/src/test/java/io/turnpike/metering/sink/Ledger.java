package io.turnpike.metering.sink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a reader of the usage tables sees: the newest row of each key and minute, and all that came late. */
public final class Ledger {
    private static final List<String> KEY =
            List.of("minute", "account", "resource", "binding_id", "path", "direction", "rule", "reason");
    private static final List<String> BATCH = List.of("node", "boot_epoch", "sequence");

    private final Map<List<Object>, Map<String, Object>> minutes = new HashMap<>();
    private final Map<List<Object>, Map<String, Object>> late = new HashMap<>();

    public synchronized void add(EncodedRow row) {
        add(Table.valueOf(row.table()), RowReader.read(row));
    }

    synchronized void add(RowBlock block) {
        RowReader.read(block.table(), block.bytes()).forEach(row -> add(block.table(), row));
    }

    private void add(Table table, Map<String, Object> row) {
        if (table == Table.USAGE_1M) {
            minutes.merge(values(row, KEY), row, Ledger::newer);
        } else if (table == Table.USAGE_LATE) {
            late.put(List.of(values(row, KEY), values(row, BATCH)), row);
        }
    }

    private static Map<String, Object> newer(Map<String, Object> old, Map<String, Object> fresh) {
        return RowReader.number(old, "row_version") > RowReader.number(fresh, "row_version") ? old : fresh;
    }

    private static List<Object> values(Map<String, Object> row, List<String> columns) {
        return columns.stream().map(row::get).toList();
    }

    public synchronized int lateRows() {
        return late.size();
    }

    /** Octets by minute, resource, direction and rule. */
    public synchronized Map<String, Long> octets() {
        Map<String, Long> octets = new HashMap<>();
        for (Map<List<Object>, Map<String, Object>> table : List.of(minutes, late)) {
            for (Map<String, Object> row : table.values()) {
                String key = String.join(
                        " ",
                        values(row, List.of("minute", "resource", "direction", "rule")).stream()
                                .map(Object::toString)
                                .toList());
                octets.merge(key, RowReader.number(row, "octets"), Long::sum);
            }
        }
        return octets;
    }
}
