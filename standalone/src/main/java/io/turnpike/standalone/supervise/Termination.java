package io.turnpike.standalone.supervise;

import java.time.Duration;
import java.util.Collection;

/** Ends processes that are known by identity, so that no other process is ever hit. */
public final class Termination {
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private Termination() {}

    /** SIGTERM, then, for those that are still there when patience is over, SIGKILL. */
    public static void end(Collection<ProcessIdentity> processes, Duration patience) throws InterruptedException {
        processes.forEach(process -> process.handle().ifPresent(ProcessHandle::destroy));
        if (!awaitEnd(processes, patience)) {
            kill(processes);
        }
    }

    static void kill(Collection<ProcessIdentity> processes) throws InterruptedException {
        processes.forEach(process -> process.handle().ifPresent(ProcessHandle::destroyForcibly));
        awaitEnd(processes, AFTER_KILL);
    }

    /** Waits until these have ended; returns whether they did in time. */
    public static boolean awaitEnd(Collection<ProcessIdentity> processes, Duration patience)
            throws InterruptedException {
        return Patience.until(() -> processes.stream().noneMatch(ProcessIdentity::isAlive), patience);
    }
}
