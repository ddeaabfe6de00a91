package io.turnpike.standalone.supervise;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a part.
 *
 * @param process null while none runs
 * @param startedMillis when that process was started, milliseconds since 1970, 0 while none runs
 * @param restarts how often it was started again since the supervisor began
 */
public record PartState(
        String name,
        Phase phase,
        @Nullable ProcessIdentity process,
        int port,
        long startedMillis,
        int restarts,
        String detail) {
    static PartState waiting(Part part) {
        var waitsFor = part.dependencies().isEmpty() ? "" : "waits for " + String.join(", ", part.dependencies());
        return new PartState(part.name(), Phase.WAITING, null, part.port(), 0, 0, waitsFor);
    }

    PartState with(Phase now, String why) {
        return new PartState(name, now, process, port, startedMillis, restarts, why);
    }

    PartState running(ProcessIdentity identity, long nowMillis) {
        return new PartState(name, Phase.STARTING, identity, port, nowMillis, restarts, "");
    }

    PartState ended(Phase now, String why) {
        return new PartState(name, now, null, port, 0, restarts, why);
    }

    PartState restarting(String why) {
        return new PartState(name, Phase.RESTARTING, null, port, 0, restarts + 1, why);
    }

    public boolean isHealthy() {
        return phase == Phase.STANDBY || (phase == Phase.UP && process != null && process.isAlive());
    }
}
