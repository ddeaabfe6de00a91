package io.turnpike.billing.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often someone tried in vain to sign in. Counted for a user at a client address, so that nobody can lock out
 * somebody who sits elsewhere. Bounded: the entry that was not used for longest makes room.
 */
final class SignInAttempts {
    static final int MOST = 5;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ENTRIES = 10_000;

    private record Key(String user, String address) {}

    private final Map<Key, Deque<Instant>> attempts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Deque<Instant>> eldest) {
            return size() > MOST_ENTRIES;
        }
    };

    /** Counts an attempt, before it is known how it ends. Zero if it may be made, else how long to wait. */
    synchronized Duration begin(String user, String address, Instant now) {
        Deque<Instant> times = attempts.computeIfAbsent(new Key(user, address), key -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.getFirst().plus(WINDOW).isAfter(now)) {
            times.removeFirst();
        }
        if (times.size() >= MOST) {
            return Duration.between(now, times.getFirst().plus(WINDOW));
        }
        times.addLast(now);
        return Duration.ZERO;
    }

    /** The attempt succeeded: those before it were slips of the finger. */
    synchronized void succeeded(String user, String address) {
        attempts.remove(new Key(user, address));
    }
}
