package io.turnpike.node.sync;

import org.jspecify.annotations.Nullable;

/**
 * Another node, as far as it proved itself. A key that all share says that a datagram is from a node, not that it is
 * from now; so an incarnation of the sender counts from the first HELLO in which it repeats our own incarnation, which
 * nobody knew before we started, and from then on each sequence number counts once.
 */
final class Member {
    static final long GONE_NANOS = 1_000_000_000L;

    private final int number;
    private ReplayWindow window = new ReplayWindow();
    private long incarnation;
    private long candidate;
    private long candidateSinceNanos;
    private long heardNanos;
    private @Nullable Hello hello;

    Member(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** 0 as long as it has not proved itself. */
    long incarnation() {
        return incarnation;
    }

    /** The newest incarnation heard, to be repeated to it. */
    long heard() {
        return Math.max(incarnation, candidate);
    }

    boolean isAlive(long nowNanos) {
        return incarnation != 0 && nowNanos - heardNanos < GONE_NANOS;
    }

    /** Whether it is there but has yet to prove itself. */
    boolean isArriving(long nowNanos) {
        return candidate > incarnation && nowNanos - candidateSinceNanos < 3 * GONE_NANOS;
    }

    @Nullable
    Hello hello() {
        return hello;
    }

    void hello(Hello newest) {
        hello = newest;
    }

    /** Whether the datagram is one of the incarnation that proved itself, and new. */
    boolean accept(Header header, long nowNanos) {
        if (header.incarnation() != incarnation || !window.accept(header.sequence())) {
            return false;
        }
        heardNanos = nowNanos;
        return true;
    }

    boolean isNewer(Header header) {
        return header.incarnation() > incarnation;
    }

    /** A newer incarnation speaks, which did not hear us yet; true if it is the first time. */
    boolean note(Header header, long nowNanos) {
        if (header.incarnation() <= candidate) {
            return false;
        }
        candidate = header.incarnation();
        candidateSinceNanos = nowNanos;
        return true;
    }

    /** The newer incarnation proved itself with this datagram. */
    void prove(Header header, long nowNanos) {
        incarnation = header.incarnation();
        window = new ReplayWindow();
        window.accept(header.sequence());
        heardNanos = nowNanos;
        hello = null;
    }

    /** What it says of this node, if it heard this incarnation. */
    Hello.@Nullable Other about(int me, long myIncarnation) {
        Hello.Other other = hello == null ? null : hello.about(me);
        return other != null && other.heard() == myIncarnation ? other : null;
    }
}
