package io.turnpike.node.lease;

import io.turnpike.node.sync.PeerMessages;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node says to its peers of some caps.
 *
 * @param sequence grows from message to message, over restarts too
 * @param stamp the sender's clock, for others to repeat
 * @param echoes by node: the newest stamp that the sender has of it
 */
record LeaseMessage(long sequence, long stamp, Map<Integer, Long> echoes, List<Entry> entries) {
    private static final byte VERSION = 1;
    private static final int HEADER_OCTETS = 1 + 8 + 8 + 1;
    private static final int PART_OCTETS = 2 + 8;
    private static final int ENTRY_OCTETS = 8 + 8 + 1 + 1;
    /** So that echoes and one entry for each of so many peers always fit. */
    static final int MOST_PEERS = 32;

    /**
     * Of one cap.
     *
     * @param cap its number among all nodes
     * @param wanted bits per second that the sender would use
     * @param loans by borrower: bits per second that are lent, until {@link LeaseTimes#LOAN_NANOS} after the stamp echoed
     * @param taken by lender: the sequence of the newest loan that is in force at the sender
     */
    record Entry(long cap, long wanted, Map<Integer, Long> loans, Map<Integer, Long> taken) {
        private int octets() {
            return ENTRY_OCTETS + PART_OCTETS * (loans.size() + taken.size());
        }
    }

    /** How many entries, from one on, fit into a message with these echoes; at least one. */
    static int fitting(List<Entry> entries, int from, int echoes) {
        int room = PeerMessages.MOST_OCTETS - HEADER_OCTETS - PART_OCTETS * echoes;
        int to = from;
        while (to < entries.size() && to - from < 255 && entries.get(to).octets() <= room) {
            room -= entries.get(to++).octets();
        }
        return Math.max(1, to - from);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_OCTETS
                + PART_OCTETS * echoes.size()
                + 1
                + entries.stream().mapToInt(Entry::octets).sum());
        out.put(VERSION).putLong(sequence).putLong(stamp);
        write(out, echoes);
        out.put((byte) entries.size());
        for (Entry entry : entries) {
            out.putLong(entry.cap()).putLong(entry.wanted());
            write(out, entry.loans());
            write(out, entry.taken());
        }
        return out.array();
    }

    private static void write(ByteBuffer out, Map<Integer, Long> parts) {
        out.put((byte) parts.size());
        parts.forEach((node, value) -> out.putShort((short) (int) node).putLong(value));
    }

    /** @throws IllegalArgumentException if this is no message of this release */
    static LeaseMessage decode(ByteBuffer in) {
        try {
            if (in.get() != VERSION) {
                throw new IllegalArgumentException("no message about leases of version " + VERSION);
            }
            long sequence = in.getLong();
            long stamp = in.getLong();
            Map<Integer, Long> echoes = read(in);
            int count = in.get() & 0xff;
            List<Entry> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                entries.add(new Entry(in.getLong(), in.getLong(), read(in), read(in)));
            }
            return new LeaseMessage(sequence, stamp, echoes, entries);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a message about leases that ends early", e);
        }
    }

    private static Map<Integer, Long> read(ByteBuffer in) {
        int count = in.get() & 0xff;
        Map<Integer, Long> parts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            parts.put(in.getShort() & 0xffff, in.getLong());
        }
        return parts;
    }
}
