package io.turnpike.node.sync;

import java.nio.ByteBuffer;

/** Carries a datagram to every other node, or loses it. */
@FunctionalInterface
interface Transport {
    /** The buffer is the sender's again when the call returns. */
    void send(ByteBuffer datagram);
}
