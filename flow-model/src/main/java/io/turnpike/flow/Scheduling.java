package io.turnpike.flow;

/**
 * How new sessions of a listener come to its servers, and how old ones leave them.
 *
 * @param persistenceSeconds for which a client's address stays with its server after its last new session, 0 (not at
 *     all) to 3600; its first server is found by its address then, whatever the scheduler
 * @param slowStartSeconds in which a server that comes back grows to its weight, 0 (at once) to 900
 * @param drainSeconds after which the sessions of a server that is gone or down are ended, 10 to 900; 0: they stay
 *     until they end by themselves
 */
public record Scheduling(
        Scheduler scheduler, GroupMode group, int persistenceSeconds, int slowStartSeconds, int drainSeconds) {
    public static final int MOST_PERSISTENCE_SECONDS = 3600;
    public static final int MOST_SLOW_START_SECONDS = 900;
    public static final int LEAST_DRAIN_SECONDS = 10;
    public static final int MOST_DRAIN_SECONDS = 900;

    /** In turn by weight, and nothing else. */
    public static final Scheduling DEFAULT = new Scheduling(Scheduler.WRR, GroupMode.WEIGHTED, 0, 0, 0);

    public Scheduling {
        require("persistenceSeconds", persistenceSeconds, 0, MOST_PERSISTENCE_SECONDS);
        require("slowStartSeconds", slowStartSeconds, 0, MOST_SLOW_START_SECONDS);
        if (drainSeconds != 0) {
            require("drainSeconds", drainSeconds, LEAST_DRAIN_SECONDS, MOST_DRAIN_SECONDS);
        }
    }

    /**
     * What gives a server to a client that has none yet: where clients stay, their address, so that every director gives
     * one the same without asking another.
     */
    public Scheduler firstChoice() {
        return persistenceSeconds > 0 ? Scheduler.SCH : scheduler;
    }

    /** The same, but for the scheduler. */
    public Scheduling with(Scheduler other) {
        return new Scheduling(other, group, persistenceSeconds, slowStartSeconds, drainSeconds);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + least + ".." + most);
        }
    }
}
