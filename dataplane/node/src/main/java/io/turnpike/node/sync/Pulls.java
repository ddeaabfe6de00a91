package io.turnpike.node.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is being fetched: of each owner from one node at a time. */
final class Pulls {
    private final Outbox outbox;
    private final Map<Integer, Pull> byOwner = new HashMap<>();

    Pulls(Outbox outbox) {
        this.outbox = outbox;
    }

    boolean isFetching(int owner) {
        return byOwner.containsKey(owner);
    }

    boolean isIdle() {
        return byOwner.isEmpty();
    }

    void start(int source, int owner, boolean held, long nowNanos) {
        Pull pull = Pull.of(source, owner, held);
        byOwner.put(owner, pull);
        request(pull, nowNanos);
    }

    /** The fetch that the range is a part of; null if it was not asked for. */
    @Nullable
    Pull of(int sender, SlotRange range) {
        Pull pull = byOwner.get(range.owner());
        return pull != null && pull.isAnsweredBy(sender, range) ? pull : null;
    }

    /** Notes a part that was applied; true if it was the last one. */
    boolean answered(Pull pull, SlotRange range, long nowNanos) {
        pull.answered(range);
        if (pull.isFinished()) {
            byOwner.remove(pull.owner());
            return true;
        }
        if (range.last()) {
            request(pull, nowNanos);
        }
        return false;
    }

    /** Asks again where no answer came, and gives up what is not wanted any more. */
    void tick(long nowNanos, Predicate<Pull> wanted) {
        List<Pull> all = new ArrayList<>(byOwner.values());
        for (Pull pull : all) {
            if (!wanted.test(pull)) {
                byOwner.remove(pull.owner());
            } else if (pull.isOverdue(nowNanos)) {
                request(pull, nowNanos);
            }
        }
    }

    private void request(Pull pull, long nowNanos) {
        pull.requested(nowNanos);
        outbox.begin(MessageType.SLOTS_REQUEST, pull.source())
                .putShort((short) pull.owner())
                .put((byte) (pull.held() ? 1 : 0))
                .putInt((int) pull.slots().cursor());
        outbox.send();
    }
}
