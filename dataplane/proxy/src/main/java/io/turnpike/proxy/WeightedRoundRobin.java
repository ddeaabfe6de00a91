package io.turnpike.proxy;

import io.turnpike.flow.Backend;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Smooth weighted round robin: each choice adds every weight to its backend's credit, takes the backend with the most,
 * and takes the sum of the weights from it. Of one event loop.
 */
final class WeightedRoundRobin {
    private final List<Peer> peers;

    private static final class Peer {
        private final Backend backend;
        private int credit;
        private long restsUntilNanos;
        private boolean resting;

        private Peer(Backend backend) {
            this.backend = backend;
        }

        private boolean isResting(long nowNanos) {
            resting &= restsUntilNanos - nowNanos > 0;
            return resting;
        }
    }

    WeightedRoundRobin(List<Backend> backends) {
        peers = backends.stream()
                .filter(backend -> backend.weight() > 0)
                .map(Peer::new)
                .toList();
    }

    /** The next backend that is not one of those tried; one that rests only if there is no other. */
    @Nullable
    Backend next(Set<Backend> tried, long nowNanos) {
        Backend awake = next(tried, nowNanos, false);
        return awake != null ? awake : next(tried, nowNanos, true);
    }

    private @Nullable Backend next(Set<Backend> tried, long nowNanos, boolean evenResting) {
        @Nullable Peer best = null;
        int sum = 0;
        for (Peer peer : peers) {
            if (tried.contains(peer.backend) || (!evenResting && peer.isResting(nowNanos))) {
                continue;
            }
            sum += peer.backend.weight();
            peer.credit += peer.backend.weight();
            if (best == null || peer.credit > best.credit) {
                best = peer;
            }
        }
        if (best == null) {
            return null;
        }
        best.credit -= sum;
        return best.backend;
    }

    /** Leaves a backend alone until then. */
    void rest(Backend backend, long untilNanos) {
        for (Peer peer : peers) {
            if (peer.backend.equals(backend)) {
                peer.resting = true;
                peer.restsUntilNanos = untilNanos;
            }
        }
    }
}
