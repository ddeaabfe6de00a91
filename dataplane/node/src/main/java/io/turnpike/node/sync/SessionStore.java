package io.turnpike.node.sync;

import java.nio.ByteBuffer;

/**
 * The sessions that this node can forward, its own and copies of others'. The upper 16 bits of a flow id are the number
 * of the node that owns the session. What a session is made of is known to the store alone.
 */
interface SessionStore {
    int slots();

    /** Flow id in the slot, whatever became of its session; 0 if there never was one. */
    long flowId(int slot);

    /** Whether the slot has an established session that is not ended. */
    boolean isLive(int slot);

    /** Writes the session, at most {@link Records#MOST_CONTENT_OCTETS}; false if it is not in the slot any more. */
    boolean encode(int slot, long flowId, ByteBuffer out);

    /** Makes a session of what {@link #encode} wrote elsewhere; the slot, or -1 if there is no room. */
    int open(long flowId, ByteBuffer content);

    /** Ends the session, if it is still in the slot and lives. */
    void end(int slot, long flowId);

    /** Packets were seen elsewhere so many seconds ago, with these bits of {@code enum tcp_seen}. */
    void touch(int slot, int idleSeconds, int tcpSeen);

    /** Tells every live copy that forwarded packets here since the last call. */
    void forEachTouched(TouchReader reader);

    /** What is told of a copy. */
    @FunctionalInterface
    interface TouchReader {
        void touched(long flowId, int idleSeconds, int tcpSeen);
    }
}
