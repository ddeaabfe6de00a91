package io.turnpike.node.sync;

import java.nio.ByteBuffer;

/** Statements about slots as they stand in a datagram: slot, version, length, and if there is a session its flow id and content. */
final class Records {
    static final int MOST_CONTENT_OCTETS = 200;
    static final int MOST_OCTETS = 4 + 8 + 1 + 8 + MOST_CONTENT_OCTETS;

    private static final int EMPTY = 0;
    /** There is a session, but the teller does not have it (any more). */
    private static final int UNKNOWN = 0xff;

    private Records() {}

    static void writeEmpty(ByteBuffer out, int slot, long version) {
        out.putInt(slot).putLong(version).put((byte) EMPTY);
    }

    /** False if the store does not have it any more; then that is what is written. */
    static boolean write(ByteBuffer out, int slot, long version, long flowId, SessionStore store, int localSlot) {
        int start = out.position();
        out.putInt(slot).putLong(version).put((byte) UNKNOWN);
        int content = out.position() + Long.BYTES;
        out.putLong(flowId);
        boolean there = localSlot != FlowSlots.NONE && store.encode(localSlot, flowId, out);
        if (there) {
            out.put(start + 12, (byte) (out.position() - content));
        } else {
            out.position(start + 13);
        }
        return there;
    }

    /** What a datagram says of one slot. */
    interface Reader {
        void empty(int slot, long version);

        /** The content is to be read at once. */
        void session(int slot, long version, long flowId, ByteBuffer content);

        void unknown(int slot, long version);
    }

    static void readAll(ByteBuffer in, Reader reader) {
        while (in.hasRemaining()) {
            int slot = in.getInt();
            long version = in.getLong();
            int length = in.get() & 0xff;
            if (length == EMPTY) {
                reader.empty(slot, version);
            } else if (length == UNKNOWN) {
                reader.unknown(slot, version);
            } else {
                readSession(in, slot, version, length, reader);
            }
        }
    }

    private static void readSession(ByteBuffer in, int slot, long version, int length, Reader reader) {
        long flowId = in.getLong();
        int end = in.position() + length;
        int limit = in.limit();
        in.limit(end);
        reader.session(slot, version, flowId, in);
        in.limit(limit).position(end);
    }
}
