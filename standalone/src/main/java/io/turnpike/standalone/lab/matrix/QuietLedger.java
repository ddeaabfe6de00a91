package io.turnpike.standalone.lab.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnpike.cli.ApiClient;
import io.turnpike.cli.ApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The ledger when all that was forwarded is in it: every node has reported twice what it counted up to then, and the
 * second time there was nothing new.
 */
public final class QuietLedger {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The longest interval: a node that was silent for longer is not there, and nobody waits for it. */
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

    private final ApiClient api;
    private final Ledger ledger;

    public QuietLedger(ApiClient api) {
        this.api = api;
        this.ledger = new Ledger(api);
    }

    /**
     * Waits for it.
     *
     * @throws IOException if there is no quiet within three minutes
     */
    public void await() throws ApiException, IOException {
        octets();
    }

    /**
     * What was in it when it was quiet.
     *
     * @param at all that was forwarded before is in it, and nothing of what came later
     */
    record Quiet(Instant at, Map<Cell, Long> octets) {}

    /** Waits for it, and says what is in it. */
    Quiet octets() throws ApiException, IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<Cell, Long> before = reported(Instant.now(), deadline);
        while (true) {
            // Later than all reports that were read, and earlier than those that will be: nothing came in between.
            Instant at = Instant.now();
            Map<Cell, Long> now = reported(at, deadline);
            if (now.equals(before)) {
                return new Quiet(at, now);
            }
            before = now;
        }
    }

    private Map<Cell, Long> reported(Instant time, long deadline) throws ApiException, IOException {
        while (!areReportedUntil(time)) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            if (System.nanoTime() > deadline) {
                throw new IOException("there is traffic in the lab that does not rest, or a node that does not report");
            }
        }
        return ledger.octets();
    }

    private boolean areReportedUntil(Instant time) throws ApiException {
        Map<String, Instant> newest = new HashMap<>();
        for (JsonNode node : api.get("/v1/nodes", Map.of()).path("items")) {
            Instant end = Instant.parse(node.path("intervalEnd").asText());
            newest.merge(node.path("node").asText(), end, (one, other) -> one.isAfter(other) ? one : other);
        }
        Instant gone = Instant.now().minus(LONGEST_INTERVAL);
        return newest.values().stream().allMatch(end -> end.isAfter(time) || end.isBefore(gone));
    }
}
