package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.flow.Direction;
import io.turnpike.flow.IpAddress;
import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The running states of listeners and load balancers, in place. */
public final class ListenerStates {
    private static final VarHandle INTS = JAVA_INT.varHandle();
    private static final VarHandle LONGS = JAVA_LONG.varHandle();
    private static final long STRIDE = FlowAbi.LISTENER_STATE.byteSize();
    private static final long KEY = FlowAbi.offset(FlowAbi.LISTENER_STATE, "key");
    private static final long KEY_OCTETS = FlowAbi.LISTENER_KEY.byteSize();
    private static final long PORT = FlowAbi.offset(FlowAbi.LISTENER_KEY, "port");
    private static final long PROTOCOL = FlowAbi.offset(FlowAbi.LISTENER_KEY, "protocol");
    private static final long RANGE = FlowAbi.offset(FlowAbi.LISTENER_KEY, "padding");
    private static final long INSTANCE = FlowAbi.offset(FlowAbi.LISTENER_STATE, "instance");
    private static final long CONNECTIONS = FlowAbi.offset(FlowAbi.LISTENER_STATE, "connections");
    private static final long OPENED = FlowAbi.offset(FlowAbi.LISTENER_STATE, "opened");
    private static final long PEAK = FlowAbi.offset(FlowAbi.LISTENER_STATE, "peak");
    private static final long DROPPED_CONNECTIONS = FlowAbi.offset(FlowAbi.LISTENER_STATE, "dropped_connections");
    private static final long DROPPED_OCTETS = FlowAbi.offset(FlowAbi.LISTENER_STATE, "dropped_octets");
    private static final long DROPPED_PACKETS = FlowAbi.offset(FlowAbi.LISTENER_STATE, "dropped_packets");

    private final MemorySegment memory;
    private final int states;
    private final StateSlots<ListenerKey> slots;

    public ListenerStates(BpfMap map) {
        this.memory = map.mapped();
        this.states = map.maxEntries();
        this.slots = new StateSlots<>("listeners", states);
        places().forEach(slots::adopt);
    }

    /**
     * The index of the state, which is kept for as long as the listener is.
     *
     * @param instance index of the load balancer's; 0 for its own
     */
    public int place(ListenerKey key, int instance) {
        int index = slots.find(key).orElseGet(() -> take(key));
        memory.set(JAVA_INT, index * STRIDE + INSTANCE, instance);
        return index;
    }

    private int take(ListenerKey key) {
        int index = slots.take(key);
        MemorySegment state = memory.asSlice(index * STRIDE, STRIDE);
        state.fill((byte) 0);
        state.asSlice(KEY, KEY_OCTETS).copyFrom(key.segment());
        return index;
    }

    /** Gives back all others, once their last session is over. */
    public void retain(Set<ListenerKey> wanted) {
        slots.retain(wanted, new StateSlots.Release() {
            @Override
            public boolean leave(int index) {
                return connections(index) == 0;
            }

            @Override
            public void free(int index) {
                memory.asSlice(index * STRIDE + KEY, KEY_OCTETS).fill((byte) 0);
            }
        });
    }

    /** Sessions that are open. */
    public int connections(int index) {
        return (int) INTS.getAcquire(memory, index * STRIDE + CONNECTIONS);
    }

    /** Sessions that were ever opened. */
    public long opened(int index) {
        return (long) LONGS.getAcquire(memory, index * STRIDE + OPENED);
    }

    /** The most sessions that were open at once since the peak was last begun anew; no fewer than are open. */
    public int peak(int index) {
        return Math.max((int) INTS.getAcquire(memory, index * STRIDE + PEAK), connections(index));
    }

    /** From now on {@link #peak} tells of what comes. */
    public int beginPeak(int index) {
        int now = connections(index);
        return Math.max((int) INTS.getAndSet(memory, index * STRIDE + PEAK, now), now);
    }

    /** Packets that would have opened a session, and were refused. */
    public long droppedConnections(int index) {
        return (long) LONGS.getAcquire(memory, index * STRIDE + DROPPED_CONNECTIONS);
    }

    /** All that was dropped in this direction; not of a load balancer's own state. */
    public Cells.Amount dropped(int index, Direction direction) {
        long way = index * STRIDE + 8L * direction.code();
        return new Cells.Amount((long) LONGS.getAcquire(memory, way + DROPPED_OCTETS), (long)
                LONGS.getAcquire(memory, way + DROPPED_PACKETS));
    }

    /** Which listener, or load balancer, has which index, whoever placed it. */
    public Map<ListenerKey, Integer> places() {
        Map<ListenerKey, Integer> places = new HashMap<>();
        for (int index = 1; index < states; index++) {
            if (memory.get(JAVA_LONG, index * STRIDE + KEY) != 0
                    || memory.get(JAVA_LONG, index * STRIDE + KEY + 8) != 0) {
                places.put(key(index), index);
            }
        }
        return places;
    }

    int instance(int index) {
        return memory.get(JAVA_INT, index * STRIDE + INSTANCE);
    }

    void addConnections(int index, int more) {
        INTS.getAndAdd(memory, index * STRIDE + CONNECTIONS, more);
    }

    /** Indexes that there can be. */
    int size() {
        return states;
    }

    ListenerKey key(int index) {
        long base = index * STRIDE + KEY;
        int port = (memory.get(JAVA_BYTE, base + PORT) & 0xff) << 8 | (memory.get(JAVA_BYTE, base + PORT + 1) & 0xff);
        return new ListenerKey(
                IpAddress.ofBytes(memory.asSlice(base, 16).toArray(JAVA_BYTE)),
                memory.get(JAVA_BYTE, base + PROTOCOL) & 0xff,
                port,
                memory.get(JAVA_BYTE, base + RANGE) != 0);
    }
}
