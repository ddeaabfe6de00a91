package io.turnpike.node.sync;

import java.nio.ByteBuffer;

/** What other parts of a node say to their like on the peers: authentic, at most once, and perhaps never. */
public interface PeerMessages {
    /** The most that a message can hold. */
    int MOST_OCTETS = Outbox.MOST_OCTETS - Header.OCTETS - Authenticator.TAG_OCTETS - 1;

    /** Health of servers, as found by the node that probes them. */
    int HEALTH = 1;
    /** Leases of bandwidth. */
    int LEASES = 2;

    /** Says something to every peer that lives. */
    void say(int channel, byte[] message);

    /** Hears what is said on a channel, 0 to 255; one listener each. */
    void listen(int channel, Listener listener);

    /** Called on the thread that receives: it must be quick, and done with the buffer when it returns. */
    @FunctionalInterface
    interface Listener {
        void heard(int sender, ByteBuffer message);
    }
}
