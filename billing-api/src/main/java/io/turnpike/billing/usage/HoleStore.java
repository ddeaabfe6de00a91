package io.turnpike.billing.usage;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The metering job's progress, asked for what is missing in it. */
@ApplicationScoped
public class HoleStore {
    private static final String HOLES = """
            SELECT node, boot_epoch, missing_batches, holes, toUnixTimestamp64Milli(interval_end) AS end_millis
            FROM progress FINAL
            WHERE missing_batches > 0
            ORDER BY interval_end DESC, node
            LIMIT 1000
            """;

    private final ClickHouse clickHouse;

    HoleStore(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    public List<Hole> holes() {
        return clickHouse.query(HOLES, Map.of()).stream()
                .map(row -> new Hole(
                        row.getString("node"),
                        row.getLong("boot_epoch"),
                        row.getLong("missing_batches"),
                        row.getString("holes"),
                        Instant.ofEpochMilli(row.getLong("end_millis"))))
                .toList();
    }
}
