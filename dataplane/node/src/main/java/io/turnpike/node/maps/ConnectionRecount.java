package io.turnpike.node.maps;

import io.turnpike.node.ffi.RunningPrograms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Counts open connections anew from the sessions that count for them, and takes away what is too much: a process that
 * is killed while it ends a session leaves the connection counted for ever, and a limit or a drain waits for it.
 *
 * <p>Packets may open sessions meanwhile; nobody else ends them. A look takes the time and then a count. Whatever was
 * first seen by that time had been counted by then, for server, listener and load balancer, and is found in its slot once
 * all programs that ran then have ended. So a count less those sessions is what is too much, plus what a program had
 * counted at that very instant and not yet seen, or was about to give back: at most one for each CPU. The least of
 * several looks is free of that unless a program was at that point, for the same listener, at every one of them; and
 * no program is at two, since each is waited for in between.
 */
final class ConnectionRecount {
    private static final int LOOKS = 8;

    private final SessionTable table;
    private final ListenerStates states;
    private final ServerTable servers;

    ConnectionRecount(SessionTable table, ListenerStates states, ServerTable servers) {
        this.table = table;
        this.states = states;
        this.servers = servers;
    }

    /** Some counts, each at an instant of its own, and less the sessions that were first seen by then. */
    private static final class Look {
        private final long[] nanos;
        private final int[] counts;

        Look(int size, IntUnaryOperator count) {
            nanos = new long[size];
            counts = new int[size];
            Arrays.fill(nanos, System.nanoTime());
            for (int index = 1; index < size; index++) {
                if (count.applyAsInt(index) != 0) {
                    nanos[index] = System.nanoTime();
                    counts[index] = count.applyAsInt(index);
                }
            }
        }

        void takeAway(int index, long firstSeenNanos) {
            if (firstSeenNanos <= nanos[index]) {
                counts[index]--;
            }
        }

        static int[] least(List<Look> looks) {
            int[] least = looks.getFirst().counts.clone();
            for (Look look : looks) {
                Arrays.setAll(least, index -> Math.min(least[index], look.counts[index]));
            }
            return least;
        }
    }

    /**
     * Makes it right.
     *
     * @return how many counts were wrong
     */
    int run() {
        List<Look> ofListeners = new ArrayList<>();
        List<Look> ofServers = new ArrayList<>();
        for (int i = 0; i < LOOKS; i++) {
            ofListeners.add(new Look(states.size(), states::connections));
            ofServers.add(new Look(servers.size(), servers::connections));
            RunningPrograms.awaitEnd();
        }
        for (int slot = 0; slot < table.slots(); slot++) {
            int listener = table.listener(slot);
            if (table.state(slot) == SessionTable.ACTIVE && listener != 0) {
                long seen = table.firstSeenNanos(slot);
                int instance = states.instance(listener);
                int server = table.server(slot);
                ofListeners.forEach(look -> look.takeAway(listener, seen));
                ofListeners.forEach(look -> look.takeAway(instance, seen));
                ofServers.forEach(look -> look.takeAway(server, seen));
            }
        }
        return correct(Look.least(ofListeners), states::addConnections)
                + correct(Look.least(ofServers), servers::addConnections);
    }

    /** Adds to the count with an index. */
    @FunctionalInterface
    private interface Addition {
        void add(int index, int more);
    }

    private static int correct(int[] tooMuch, Addition addition) {
        int wrong = 0;
        for (int index = 1; index < tooMuch.length; index++) {
            if (tooMuch[index] != 0) {
                addition.add(index, -tooMuch[index]);
                wrong++;
            }
        }
        return wrong;
    }
}
