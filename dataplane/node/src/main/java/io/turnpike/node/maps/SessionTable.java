package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Entry;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * The session slots, read in place. The packet path adds to octets and packets at any time; all else of a session is
 * fixed before its state becomes {@link #ACTIVE}.
 */
public final class SessionTable {
    public static final int FREE = 0;
    public static final int ACTIVE = 1;
    public static final int ENDED = 2;
    public static final int ABANDONED = 3;

    public static final int FIN_INITIATOR = 1;
    public static final int FIN_RESPONDER = 2;
    public static final int RESET = 4;
    public static final int ANSWERED = 8;

    private static final StructLayout LAYOUT = FlowAbi.SESSION;
    private static final long STRIDE = LAYOUT.byteSize();
    private static final VarHandle LONGS = JAVA_LONG.varHandle();
    private static final VarHandle INTS = JAVA_INT.varHandle();

    private static final long FLOW_ID = FlowAbi.offset(LAYOUT, "flow_id");
    private static final long FIRST_SEEN = FlowAbi.offset(LAYOUT, "first_seen_ns");
    private static final long LAST_SEEN = FlowAbi.offset(LAYOUT, "last_seen_ns");
    private static final long OCTETS = FlowAbi.offset(LAYOUT, "octets");
    private static final long PACKETS = FlowAbi.offset(LAYOUT, "packets");
    private static final long REPORTED_OCTETS = FlowAbi.offset(LAYOUT, "reported_octets");
    private static final long REPORTED_PACKETS = FlowAbi.offset(LAYOUT, "reported_packets");
    private static final long GENERATION = FlowAbi.offset(LAYOUT, "generation");
    private static final long RESOURCE = FlowAbi.offset(LAYOUT, "resource");
    private static final long BINDING = FlowAbi.offset(LAYOUT, "binding");
    private static final long VPC = FlowAbi.offset(LAYOUT, "vpc");
    private static final long STATE = FlowAbi.offset(LAYOUT, "state");
    private static final long TCP = FlowAbi.offset(LAYOUT, "tcp");
    private static final long LISTENER = FlowAbi.offset(LAYOUT, "listener");
    private static final long SERVER = FlowAbi.offset(LAYOUT, "server");
    private static final long OBSERVATION = FlowAbi.offset(LAYOUT, "observation");
    private static final long ENTRY = FlowAbi.offset(LAYOUT, "entry");
    private static final long MARK = FlowAbi.offset(LAYOUT, "mark");
    private static final long IDLE_SECONDS = FlowAbi.offset(LAYOUT, "idle_seconds");
    private static final long SIDE = FlowAbi.offset(LAYOUT, "initiator_side");
    private static final long ANNOUNCED = FlowAbi.offset(LAYOUT, "announced");
    private static final long KEY = FlowAbi.offset(LAYOUT, "key");
    private static final long FORWARD = FlowAbi.offset(LAYOUT, "forward");
    private static final long NEXT_HOP = FlowAbi.offset(LAYOUT, "next_hop");
    private static final long PROTOCOL =
            LAYOUT.byteOffset(PathElement.groupElement("key"), PathElement.groupElement("protocol"));
    private static final int TCP_PROTOCOL = 6;
    private static final int KEY_LONGS = (int) FlowAbi.FLOW_KEY.byteSize() / Long.BYTES;
    private static final long SOURCE_PORT = 32;
    private static final long DESTINATION_PORT = 34;

    private final MemorySegment memory;
    private final int slots;

    public SessionTable(BpfMap map) {
        this.memory = map.mapped();
        this.slots = map.maxEntries();
    }

    public int slots() {
        return slots;
    }

    public int state(int slot) {
        return (int) INTS.getAcquire(memory, slot * STRIDE + STATE);
    }

    /** Only the control process ends and frees. */
    public void state(int slot, int state) {
        INTS.setRelease(memory, slot * STRIDE + STATE, state);
    }

    public long flowId(int slot) {
        return longAt(slot, FLOW_ID);
    }

    public long firstSeenNanos(int slot) {
        return longAt(slot, FIRST_SEEN);
    }

    /** As of a tick, some milliseconds; never before it was first seen. */
    public long lastSeenNanos(int slot) {
        return Math.max(longAt(slot, LAST_SEEN), firstSeenNanos(slot));
    }

    /** Cumulative octets; way 0 is from initiator to responder, 1 back. */
    public long octets(int slot, int way) {
        return longAt(slot, OCTETS + 8L * way);
    }

    public long packets(int slot, int way) {
        return longAt(slot, PACKETS + 8L * way);
    }

    public long reportedOctets(int slot, int way) {
        return longAt(slot, REPORTED_OCTETS + 8L * way);
    }

    public long reportedPackets(int slot, int way) {
        return longAt(slot, REPORTED_PACKETS + 8L * way);
    }

    /** Moves the baseline forward; never back. */
    public void reported(int slot, int way, long octets, long packets) {
        moveUp(slot * STRIDE + REPORTED_OCTETS + 8L * way, octets);
        moveUp(slot * STRIDE + REPORTED_PACKETS + 8L * way, packets);
    }

    private void moveUp(long offset, long value) {
        if ((long) LONGS.getOpaque(memory, offset) < value) {
            LONGS.setOpaque(memory, offset, value);
        }
    }

    public int generation(int slot) {
        return intAt(slot, GENERATION);
    }

    public int resource(int slot) {
        return intAt(slot, RESOURCE);
    }

    public int binding(int slot) {
        return intAt(slot, BINDING);
    }

    public int vpc(int slot) {
        return intAt(slot, VPC);
    }

    public int tcp(int slot) {
        return (int) INTS.getOpaque(memory, slot * STRIDE + TCP);
    }

    /** Index of the state of the listener that the session counts for; 0 if it counts for none. */
    public int listener(int slot) {
        return intAt(slot, LISTENER);
    }

    /** Index of the server that was chosen; 0 if none was. */
    public int server(int slot) {
        return intAt(slot, SERVER);
    }

    /** The session counts for nobody any more. */
    public void countForNobody(int slot) {
        memory.set(JAVA_INT, slot * STRIDE + LISTENER, 0);
    }

    public int observation(int slot) {
        return byteAt(slot, OBSERVATION);
    }

    public int entry(int slot) {
        return byteAt(slot, ENTRY);
    }

    public int mark(int slot) {
        return byteAt(slot, MARK);
    }

    public int initiatorSide(int slot) {
        return byteAt(slot, SIDE);
    }

    public int protocol(int slot) {
        return byteAt(slot, PROTOCOL);
    }

    public Endpoint source(int slot) {
        return endpoint(slot * STRIDE + KEY, SOURCE_PORT, 0);
    }

    public Endpoint destination(int slot) {
        return endpoint(slot * STRIDE + KEY, DESTINATION_PORT, 16);
    }

    public Endpoint postNatSource(int slot) {
        return endpoint(slot * STRIDE + FORWARD, SOURCE_PORT, 0);
    }

    public Endpoint postNatDestination(int slot) {
        return endpoint(slot * STRIDE + FORWARD, DESTINATION_PORT, 16);
    }

    /** Whether packets to the responder are handed on as they are, to a host that has the responder's address too. */
    public boolean isDirectlyRouted(int slot) {
        byte[] nextHop = memory.asSlice(slot * STRIDE + NEXT_HOP, 16).toArray(JAVA_BYTE);
        return !IpAddress.ofBytes(nextHop).isUnspecified();
    }

    /** Whether the packet path chose the source port that the responder sees. */
    public boolean hasChosenPort(int slot) {
        boolean isFullNat = observation(slot) == ObservationPoint.SLB_FRONT.code() && !isDirectlyRouted(slot);
        return isFullNat || entry(slot) == Entry.SNAT.code();
    }

    /** Whether it is established, and peers are to know it. */
    public boolean isAnnounced(int slot) {
        return (int) INTS.getOpaque(memory, slot * STRIDE + ANNOUNCED) != 0;
    }

    /** Whether it is a TCP connection that both ends have agreed upon and neither has begun to close. */
    public boolean isEstablished(int slot) {
        return protocol(slot) == TCP_PROTOCOL
                && isAnnounced(slot)
                && (tcp(slot) & (FIN_INITIATOR | FIN_RESPONDER | RESET)) == 0;
    }

    /** Packets of the session were seen by a peer. */
    public void touch(int slot, long seenNanos, int tcpSeen) {
        moveUp(slot * STRIDE + LAST_SEEN, seenNanos);
        if ((tcp(slot) & tcpSeen) != tcpSeen) {
            int ignored = (int) INTS.getAndBitwiseOr(memory, slot * STRIDE + TCP, tcpSeen);
        }
    }

    /** All of the slot. */
    MemorySegment session(int slot) {
        return memory.asSlice(slot * STRIDE, STRIDE);
    }

    /** Of an established session; 0 for the default of its protocol. */
    public int idleSeconds(int slot) {
        return memory.get(JAVA_SHORT, slot * STRIDE + IDLE_SECONDS) & 0xffff;
    }

    /** The initiator's key as it is in the index. */
    MemorySegment initiatorKey(int slot) {
        return memory.asSlice(slot * STRIDE + KEY, FlowAbi.FLOW_KEY.byteSize());
    }

    /** The responder's key, on the heap: the translation, turned round. */
    MemorySegment responderKey(int slot) {
        MemorySegment key = MemorySegment.ofArray(new long[KEY_LONGS]);
        long forward = slot * STRIDE + FORWARD;
        MemorySegment.copy(memory, slot * STRIDE + KEY, key, 0, FlowAbi.FLOW_KEY.byteSize());
        MemorySegment.copy(memory, forward + 16, key, 0, 16);
        MemorySegment.copy(memory, forward, key, 16, 16);
        MemorySegment.copy(memory, forward + DESTINATION_PORT, key, SOURCE_PORT, 2);
        MemorySegment.copy(memory, forward + SOURCE_PORT, key, DESTINATION_PORT, 2);
        return key;
    }

    boolean hasKey(int slot, boolean responder, MemorySegment key) {
        return (responder ? responderKey(slot) : initiatorKey(slot)).mismatch(key) < 0;
    }

    private Endpoint endpoint(long base, long portOffset, long addressOffset) {
        byte[] address = memory.asSlice(base + addressOffset, 16).toArray(JAVA_BYTE);
        int port = (memory.get(JAVA_BYTE, base + portOffset) & 0xff) << 8
                | (memory.get(JAVA_BYTE, base + portOffset + 1) & 0xff);
        return new Endpoint(IpAddress.ofBytes(address), port);
    }

    private long longAt(int slot, long offset) {
        return (long) LONGS.getOpaque(memory, slot * STRIDE + offset);
    }

    private int intAt(int slot, long offset) {
        return memory.get(JAVA_INT, slot * STRIDE + offset);
    }

    private int byteAt(int slot, long offset) {
        return memory.get(JAVA_BYTE, slot * STRIDE + offset) & 0xff;
    }
}
