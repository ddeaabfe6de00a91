package io.turnpike.node.sync;

import java.nio.ByteBuffer;

/**
 * What a datagram of slots is about.
 *
 * @param held slots of the sender's own table that hold sessions of the owner, of which it knows no more
 * @param last of an answer: who has not got all asks again
 * @param incarnation of the owner; 0 if the sender does not know its slots
 * @param total slots in all
 * @param from first slot
 * @param to first slot after the range
 * @param version a slot in the range that is not mentioned was empty at this version
 */
record SlotRange(int owner, boolean held, boolean last, long incarnation, int total, int from, int to, long version) {
    private static final int HELD = 1;
    private static final int LAST = 2;

    void write(ByteBuffer out) {
        out.putShort((short) owner).put((byte) ((held ? HELD : 0) | (last ? LAST : 0)));
        out.putLong(incarnation).putInt(total).putInt(from).putInt(to).putLong(version);
    }

    static SlotRange read(ByteBuffer in) {
        int owner = in.getShort() & 0xffff;
        int flags = in.get();
        return new SlotRange(
                owner,
                (flags & HELD) != 0,
                (flags & LAST) != 0,
                in.getLong(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getLong());
    }
}
