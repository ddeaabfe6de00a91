package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Set;

/** The servers of all listeners, in place. */
public final class ServerTable {
    private static final int UP = 1;
    private static final int DRAINING = 2;

    private static final VarHandle INTS = JAVA_INT.varHandle();
    private static final VarHandle LONGS = JAVA_LONG.varHandle();
    private static final long STRIDE = FlowAbi.SERVER.byteSize();
    private static final long PORT = FlowAbi.offset(FlowAbi.SERVER, "port");
    private static final long WEIGHT = FlowAbi.offset(FlowAbi.SERVER, "weight");
    private static final long FLAGS = FlowAbi.offset(FlowAbi.SERVER, "flags");
    private static final long LISTENER = FlowAbi.offset(FlowAbi.SERVER, "listener");
    private static final long CONNECTIONS = FlowAbi.offset(FlowAbi.SERVER, "connections");
    private static final long OPENED = FlowAbi.offset(FlowAbi.SERVER, "opened");

    private final MemorySegment memory;
    private final int servers;
    private final StateSlots<Key> slots;

    /**
     * Whose server it is.
     *
     * @param listener index of the listener's state
     */
    public record Key(int listener, Endpoint endpoint) {}

    public ServerTable(BpfMap map) {
        this.memory = map.mapped();
        this.servers = map.maxEntries();
        this.slots = new StateSlots<>("servers", servers);
        for (int index = 1; index < servers; index++) {
            Key key = key(index);
            if (!key.endpoint().address().isUnspecified()) {
                slots.adopt(key, index);
            }
        }
    }

    /**
     * The index of the server, which is kept for as long as the listener has it, and its sessions last.
     *
     * @param weight for the least connections, 0 to 65535; 0 if it is to get no new sessions
     */
    public int place(Key key, int weight) {
        int index = slots.find(key).orElseGet(() -> take(key));
        memory.set(JAVA_SHORT, index * STRIDE + WEIGHT, (short) weight);
        INTS.setRelease(memory, index * STRIDE + FLAGS, weight > 0 ? UP : DRAINING);
        return index;
    }

    private int take(Key key) {
        int index = slots.take(key);
        long base = index * STRIDE;
        memory.asSlice(base, STRIDE).fill((byte) 0);
        memory.asSlice(base, 16)
                .copyFrom(MemorySegment.ofArray(key.endpoint().address().toBytes()));
        memory.set(JAVA_BYTE, base + PORT, (byte) (key.endpoint().port() >>> 8));
        memory.set(JAVA_BYTE, base + PORT + 1, (byte) key.endpoint().port());
        memory.set(JAVA_INT, base + LISTENER, key.listener());
        return index;
    }

    /** All others get no new sessions, and are given back once their last one is over. */
    public void retain(Set<Key> wanted) {
        slots.retain(wanted, new StateSlots.Release() {
            @Override
            public boolean leave(int index) {
                INTS.setRelease(memory, index * STRIDE + FLAGS, DRAINING);
                return connections(index) == 0;
            }

            @Override
            public void free(int index) {
                memory.asSlice(index * STRIDE, STRIDE).fill((byte) 0);
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

    void addConnections(int index, int more) {
        INTS.getAndAdd(memory, index * STRIDE + CONNECTIONS, more);
    }

    /** Indexes that there can be. */
    int size() {
        return servers;
    }

    Key key(int index) {
        long base = index * STRIDE;
        int port = (memory.get(JAVA_BYTE, base + PORT) & 0xff) << 8 | (memory.get(JAVA_BYTE, base + PORT + 1) & 0xff);
        return new Key(
                memory.get(JAVA_INT, base + LISTENER),
                new Endpoint(IpAddress.ofBytes(memory.asSlice(base, 16).toArray(JAVA_BYTE)), port));
    }
}
