package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for another: pids are used again, a pid together with its start time and the boot
 * it belongs to is not.
 *
 * @param startTicks field 22 of /proc/PID/stat: clock ticks from boot to the start of the process
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** Of the process that has this pid now, if there is one. */
    public static Optional<ProcessIdentity> of(long pid) {
        return ProcessStat.of(pid).map(stat -> new ProcessIdentity(pid, stat.startTicks(), currentBoot()));
    }

    public static ProcessIdentity current() {
        return of(ProcessHandle.current().pid()).orElseThrow();
    }

    /** Whether this very process still runs; one that has ended and waits to be reaped does not. */
    public boolean isAlive() {
        return ProcessStat.of(pid)
                .filter(this::isThis)
                .filter(stat -> !stat.isDead())
                .isPresent();
    }

    boolean isOfThisBoot() {
        return bootId.equals(currentBoot());
    }

    private boolean isThis(ProcessStat stat) {
        return stat.startTicks() == startTicks && isOfThisBoot();
    }

    /** A handle to signal it, never one of another process that got its pid. */
    public Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    private static String currentBoot() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
