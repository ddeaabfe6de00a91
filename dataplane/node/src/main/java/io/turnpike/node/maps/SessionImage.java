package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * A session as one node tells another of it: what it is, not where it is here. Neither interfaces nor link addresses nor
 * indexes of this node's tables are in it, and no counters, since each node reports what it forwarded itself. Times are
 * told by their distance from now, as the clocks of two machines have nothing in common.
 */
public final class SessionImage {
    private static final StructLayout LAYOUT = FlowAbi.SESSION;
    private static final long KEY = FlowAbi.offset(LAYOUT, "key");
    private static final long FORWARD = FlowAbi.offset(LAYOUT, "forward");
    private static final long NEXT_HOP = FlowAbi.offset(LAYOUT, "next_hop");
    private static final long OFFSETS = FlowAbi.offset(LAYOUT, "sequence_offset");
    private static final long RESOURCE = FlowAbi.offset(LAYOUT, "resource");
    private static final long BINDING = FlowAbi.offset(LAYOUT, "binding");
    private static final long VPC = FlowAbi.offset(LAYOUT, "vpc");
    private static final long IDLE_SECONDS = FlowAbi.offset(LAYOUT, "idle_seconds");
    private static final long OBSERVATION = FlowAbi.offset(LAYOUT, "observation");
    private static final long TCP = FlowAbi.offset(LAYOUT, "tcp");
    private static final long FIRST_SEEN = FlowAbi.offset(LAYOUT, "first_seen_ns");
    private static final long LAST_SEEN = FlowAbi.offset(LAYOUT, "last_seen_ns");
    private static final long GENERATION = FlowAbi.offset(LAYOUT, "generation");
    private static final long FLOW_ID = FlowAbi.offset(LAYOUT, "flow_id");
    private static final long OWNER = FlowAbi.offset(LAYOUT, "owner");
    private static final long ANNOUNCED = FlowAbi.offset(LAYOUT, "announced");

    private static final int ADDRESS = 16;
    private static final int PORTS = 2 * ADDRESS;
    private static final int PROTOCOL = PORTS + 4;
    /** Observation point, entry, mark and side lie in a row. */
    private static final int STAMP_OCTETS = 4;

    private static final int IPV4 = 1;
    private static final int HAS_NEXT_HOP = 2;
    private static final int HAS_OFFSETS = 4;
    private static final int MAPPED_OCTETS = 12;
    /** The third word of a mapped IPv4 address, as this machine reads it. */
    private static final int MAPPED = Integer.reverseBytes(0xffff);

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SessionTable table;
    private int nextGeneration;

    /**
     * @param firstGeneration of sessions that are made here; greater than that of an earlier process, so that a session
     *     that ended and came back is told from itself
     */
    public SessionImage(SessionTable table, int firstGeneration) {
        this.table = table;
        this.nextGeneration = firstGeneration;
    }

    /**
     * Writes the session in the slot into a heap buffer.
     *
     * @param notIdleBefore the session counts as seen then, if not later
     */
    public void write(int slot, ByteBuffer out, long nowNanos, long notIdleBefore) {
        MemorySegment session = table.session(slot);
        boolean ipv4 = isIpv4(session);
        boolean nextHop =
                session.get(JAVA_LONG_UNALIGNED, NEXT_HOP) != 0 || session.get(JAVA_LONG_UNALIGNED, NEXT_HOP + 8) != 0;
        boolean offsets = session.get(JAVA_LONG_UNALIGNED, OFFSETS) != 0;
        out.put((byte) ((ipv4 ? IPV4 : 0) | (nextHop ? HAS_NEXT_HOP : 0) | (offsets ? HAS_OFFSETS : 0)));
        putAddresses(session, KEY, ipv4, out);
        putAddresses(session, FORWARD, ipv4, out);
        put(session, KEY + PROTOCOL, 1, out);
        if (nextHop) {
            put(session, NEXT_HOP, ADDRESS, out);
        }
        if (offsets) {
            out.putLong(session.get(JAVA_LONG_UNALIGNED, OFFSETS));
        }
        out.putInt(session.get(JAVA_INT, RESOURCE))
                .putInt(session.get(JAVA_INT, BINDING))
                .putInt(session.get(JAVA_INT, VPC));
        out.putShort(session.get(JAVA_SHORT, IDLE_SECONDS));
        put(session, OBSERVATION, STAMP_OCTETS, out);
        out.put((byte) session.get(JAVA_INT, TCP));
        long seen = Math.max(session.get(JAVA_LONG, LAST_SEEN), notIdleBefore);
        out.putLong((nowNanos - session.get(JAVA_LONG, FIRST_SEEN)) / NANOS_PER_MILLI);
        out.putLong((nowNanos - seen) / NANOS_PER_MILLI);
    }

    private static void putAddresses(MemorySegment session, long tuple, boolean ipv4, ByteBuffer out) {
        if (ipv4) {
            put(session, tuple + MAPPED_OCTETS, ADDRESS - MAPPED_OCTETS, out);
            put(session, tuple + ADDRESS + MAPPED_OCTETS, ADDRESS - MAPPED_OCTETS, out);
        } else {
            put(session, tuple, 2 * ADDRESS, out);
        }
        put(session, tuple + PORTS, 4, out);
    }

    private static boolean isIpv4(MemorySegment session) {
        return isMapped(session, KEY)
                && isMapped(session, KEY + ADDRESS)
                && isMapped(session, FORWARD)
                && isMapped(session, FORWARD + ADDRESS);
    }

    private static boolean isMapped(MemorySegment session, long address) {
        return session.get(JAVA_INT, address) == 0
                && session.get(JAVA_INT, address + 4) == 0
                && session.get(JAVA_INT, address + 8) == MAPPED;
    }

    /** Makes the session in a slot that was taken; its state, which goes last, is left to the caller. */
    public void read(int slot, long flowId, ByteBuffer in, long nowNanos) {
        MemorySegment session = table.session(slot);
        session.fill((byte) 0);
        session.set(JAVA_LONG, FLOW_ID, flowId);
        session.set(JAVA_SHORT, OWNER, (short) (flowId >>> 48));
        session.set(JAVA_INT, GENERATION, nextGeneration++);
        session.set(JAVA_INT, ANNOUNCED, 1);
        int flags = in.get();
        boolean ipv4 = (flags & IPV4) != 0;
        getAddresses(session, KEY, ipv4, in);
        getAddresses(session, FORWARD, ipv4, in);
        get(session, KEY + PROTOCOL, 1, in);
        if ((flags & HAS_NEXT_HOP) != 0) {
            get(session, NEXT_HOP, ADDRESS, in);
        }
        if ((flags & HAS_OFFSETS) != 0) {
            session.set(JAVA_LONG_UNALIGNED, OFFSETS, in.getLong());
        }
        session.set(JAVA_INT, RESOURCE, in.getInt());
        session.set(JAVA_INT, BINDING, in.getInt());
        session.set(JAVA_INT, VPC, in.getInt());
        session.set(JAVA_SHORT, IDLE_SECONDS, in.getShort());
        get(session, OBSERVATION, STAMP_OCTETS, in);
        session.set(JAVA_INT, TCP, in.get());
        session.set(JAVA_LONG, FIRST_SEEN, nowNanos - in.getLong() * NANOS_PER_MILLI);
        session.set(JAVA_LONG, LAST_SEEN, nowNanos - in.getLong() * NANOS_PER_MILLI);
    }

    private static void getAddresses(MemorySegment session, long tuple, boolean ipv4, ByteBuffer in) {
        if (ipv4) {
            getMapped(session, tuple, in);
            getMapped(session, tuple + ADDRESS, in);
        } else {
            get(session, tuple, 2 * ADDRESS, in);
        }
        get(session, tuple + PORTS, 4, in);
    }

    private static void getMapped(MemorySegment session, long address, ByteBuffer in) {
        session.set(JAVA_INT, address + 8, MAPPED);
        get(session, address + MAPPED_OCTETS, ADDRESS - MAPPED_OCTETS, in);
    }

    private static void put(MemorySegment session, long offset, int octets, ByteBuffer out) {
        MemorySegment.copy(session, JAVA_BYTE, offset, out.array(), out.arrayOffset() + out.position(), octets);
        out.position(out.position() + octets);
    }

    private static void get(MemorySegment session, long offset, int octets, ByteBuffer in) {
        if (in.remaining() < octets) {
            throw new BufferUnderflowException();
        }
        MemorySegment.copy(in.array(), in.arrayOffset() + in.position(), session, JAVA_BYTE, offset, octets);
        in.position(in.position() + octets);
    }
}
