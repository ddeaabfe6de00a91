package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.flow.IpAddress;
import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Optional;
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

    private final MemorySegment memory;
    private final StateSlots<ListenerKey> slots;

    public ListenerStates(BpfMap map) {
        this.memory = map.mapped();
        this.slots = new StateSlots<>("listeners", map.maxEntries());
        for (int index = 1; index < map.maxEntries(); index++) {
            ListenerKey key = key(index);
            if (!key.address().isUnspecified()) {
                slots.adopt(key, index);
            }
        }
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

    /** The index of a listener's state, if it has one. */
    Optional<Integer> find(ListenerKey key) {
        return slots.find(key);
    }

    void connected(int index) {
        INTS.getAndAdd(memory, index * STRIDE + CONNECTIONS, 1);
    }

    int instance(int index) {
        return memory.get(JAVA_INT, index * STRIDE + INSTANCE);
    }

    void disconnected(int index) {
        INTS.getAndAdd(memory, index * STRIDE + CONNECTIONS, -1);
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
