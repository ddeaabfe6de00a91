package io.turnpike.node.sync;

import java.nio.ByteBuffer;

/**
 * Beginning of every datagram.
 *
 * @param to number of the node that is meant, or 0 for all
 * @param incarnation greater for each start of the sender
 * @param sequence from 1, each used once in an incarnation
 */
record Header(MessageType type, int sender, int to, long incarnation, long sequence) {
    static final int OCTETS = 24;
    static final int EVERYONE = 0;

    private static final short MAGIC = 0x5453;
    private static final byte VERSION = 1;

    void write(ByteBuffer out) {
        out.putShort(MAGIC).put(VERSION).put((byte) type.code());
        out.putShort((short) sender).putShort((short) to);
        out.putLong(incarnation).putLong(sequence);
    }

    /** Throws IllegalArgumentException for what is not of this version. */
    static Header read(ByteBuffer in) {
        if (in.remaining() < OCTETS || in.getShort() != MAGIC || in.get() != VERSION) {
            throw new IllegalArgumentException("not a datagram of session sync, version " + VERSION);
        }
        return new Header(
                MessageType.of(in.get()), in.getShort() & 0xffff, in.getShort() & 0xffff, in.getLong(), in.getLong());
    }
}
