package io.turnpike.replay.feed;

import io.turnpike.flow.Counter;
import io.turnpike.replay.flow.DirectionCount;
import io.turnpike.replay.flow.Flow;

/**
 * What was reported of a flow.
 *
 * @param isTurned whether its initiator was then the other one than when it was new
 */
record Baseline(boolean isTurned, Sent initiator, Sent responder) {
    static final Baseline NOTHING = new Baseline(false, new Sent(0, 0), new Sent(0, 0));

    /** What one side had sent. */
    record Sent(long octets, long packets) {
        static Sent of(DirectionCount count) {
            return new Sent(count.octets(), count.packets());
        }

        Counter octetsTo(DirectionCount now) {
            return new Counter(octets, now.octets());
        }

        Counter packetsTo(DirectionCount now) {
            return new Counter(packets, now.packets());
        }
    }

    static Baseline of(Flow flow) {
        return new Baseline(flow.isTurned(), Sent.of(flow.fromInitiator()), Sent.of(flow.fromResponder()));
    }

    /** As seen from the initiator that the flow has now. */
    Baseline seenFrom(Flow flow) {
        return flow.isTurned() == isTurned
                ? this
                : new Baseline(!isTurned, /* initiator= */ responder, /* responder= */ initiator);
    }
}
