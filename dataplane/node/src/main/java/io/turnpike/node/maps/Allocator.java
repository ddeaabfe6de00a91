package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.RunningPrograms;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ring of free slots. The packet path takes at the head, only this class puts at the tail, and all of it lies in
 * memory that outlives the process: after a crash the slots that are neither in use nor in the ring are put back.
 */
public final class Allocator {
    private static final VarHandle LONGS = JAVA_LONG.varHandle();
    private static final VarHandle INTS = JAVA_INT.varHandle();
    private static final long HEAD = FlowAbi.offset(FlowAbi.ALLOCATOR, "head");
    private static final long TAIL = FlowAbi.offset(FlowAbi.ALLOCATOR, "tail");
    private static final long NEXT_FLOW_ID = FlowAbi.offset(FlowAbi.ALLOCATOR, "next_flow_id");
    private static final long REPORTED_UNTIL = FlowAbi.offset(FlowAbi.ALLOCATOR, "reported_until_millis");
    private static final long COUNTERS_EPOCH = FlowAbi.offset(FlowAbi.ALLOCATOR, "counters_epoch");
    private static final long CELL_EPOCH = FlowAbi.offset(FlowAbi.ALLOCATOR, "cell_epoch");
    private static final long INDEX_SECRET = FlowAbi.offset(FlowAbi.ALLOCATOR, "index_secret");
    private static final int INDEX_SECRET_OCTETS = (int) (FlowAbi.ALLOCATOR.byteSize() - INDEX_SECRET);
    private static final long SLOT_MASK = FlowAbi.offset(FlowAbi.ALLOCATOR, "slot_mask");

    private final MemorySegment state;
    private final MemorySegment ring;
    private final SessionTable table;

    public Allocator(BpfMap state, BpfMap ring, SessionTable table) {
        if (Integer.bitCount(table.slots()) != 1 || ring.maxEntries() != table.slots()) {
            throw new IllegalArgumentException(
                    "the session table must have a power of two slots, not " + table.slots());
        }
        this.state = state.mapped();
        // The ring holds 32-bit slots in an array map, whose elements are 8 octets apart.
        this.ring = ring.mapped();
        this.table = table;
    }

    /** Makes fresh counters usable, and says so; leaves those of an earlier process as they are. */
    public boolean initialise(int nodeNumber, long nowMillis) {
        if (countersEpoch() != 0) {
            return false;
        }
        state.set(JAVA_INT, SLOT_MASK, table.slots() - 1);
        byte[] secret = new byte[INDEX_SECRET_OCTETS];
        new SecureRandom().nextBytes(secret);
        MemorySegment.copy(secret, 0, state, JAVA_BYTE, INDEX_SECRET, secret.length);
        LONGS.setRelease(state, NEXT_FLOW_ID, firstFlowId(nodeNumber, nowMillis));
        reportedUntilMillis(nowMillis);
        LONGS.setRelease(state, TAIL, longAt(HEAD));
        lostSlots().forEach(slot -> free(slot));
        LONGS.setRelease(state, COUNTERS_EPOCH, nowMillis);
        return true;
    }

    /** 16 bits of node, then seconds in units of 2^17 sessions: unique without any coordination. */
    private static long firstFlowId(int nodeNumber, long nowMillis) {
        long seconds = nowMillis / 1000 & 0x7fff_ffffL;
        return (long) nodeNumber << 48 | seconds << 17;
    }

    /** The first that the packet path gave to a session since these maps were made. */
    public long firstFlowId(int nodeNumber) {
        return firstFlowId(nodeNumber, countersEpoch());
    }

    /**
     * Slots that are free and not in the ring: lost by a crash, or just being taken by the packet path. Who asks twice,
     * an interval apart, and finds a slot free both times may put it back.
     */
    public List<Integer> lostSlots() {
        BitSet inRing = new BitSet(table.slots());
        long tail = longAt(TAIL);
        for (long at = longAt(HEAD); at < tail; at++) {
            inRing.set(ring.get(JAVA_INT, ringOffset(at)));
        }
        return IntStream.range(0, table.slots())
                .filter(slot -> table.state(slot) == SessionTable.FREE && !inRing.get(slot))
                .boxed()
                .toList();
    }

    /** Gives a slot back. Its state is set first: after a crash in between it is one of the {@link #lostSlots}. */
    public void free(int slot) {
        table.state(slot, SessionTable.FREE);
        long tail = longAt(TAIL);
        ring.set(JAVA_INT, ringOffset(tail), slot);
        LONGS.setRelease(state, TAIL, tail + 1);
    }

    /** Takes a slot, as the packet path does; -1 if there is none. */
    public int take() {
        while (true) {
            long head = longAt(HEAD);
            if (head == longAt(TAIL)) {
                return -1;
            }
            int slot = (int) INTS.getAcquire(ring, ringOffset(head));
            if (LONGS.compareAndSet(state, HEAD, head, head + 1)) {
                return slot;
            }
        }
    }

    private long ringOffset(long at) {
        return (at & (table.slots() - 1)) * 8;
    }

    public long countersEpoch() {
        return longAt(COUNTERS_EPOCH);
    }

    /** Sessions that can be opened now. */
    public long free() {
        return longAt(TAIL) - longAt(HEAD);
    }

    public long reportedUntilMillis() {
        return longAt(REPORTED_UNTIL);
    }

    public void reportedUntilMillis(long millis) {
        LONGS.setRelease(state, REPORTED_UNTIL, millis);
    }

    /**
     * Begins the next epoch of cells. Packets that are on their way may still be counted in the bank of the last one
     * until {@link RunningPrograms#awaitEnd}.
     *
     * @return the bank of the epoch that is over
     */
    int switchCellBank() {
        int epoch = (int) INTS.getAcquire(state, CELL_EPOCH);
        INTS.setRelease(state, CELL_EPOCH, epoch + 1);
        return epoch & 1;
    }

    private long longAt(long offset) {
        return (long) LONGS.getAcquire(state, offset);
    }
}
