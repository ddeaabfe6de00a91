package io.turnpike.node;

import io.turnpike.node.route.Heartbeat.Fitness;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether the node may have traffic: as long as no part of it misses anything. */
final class Readiness {
    private final List<Supplier<@Nullable String>> parts = new CopyOnWriteArrayList<>();
    private volatile boolean wasReady;

    /** @param missing what the part waits for, in a few words; null when it has all it needs. Asked twice a second */
    void require(Supplier<@Nullable String> missing) {
        parts.add(missing);
    }

    /** @param missing empty when ready */
    record State(Fitness fitness, String missing) {}

    State state() {
        String missing = parts.stream()
                .map(Supplier::get)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .findFirst()
                .orElse("");
        if (missing.isEmpty()) {
            wasReady = true;
            return new State(Fitness.READY, "");
        }
        return new State(wasReady ? Fitness.UNREADY : Fitness.STARTING, missing);
    }
}
