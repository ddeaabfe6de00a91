package io.turnpike.node.sync;

import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.SessionImage;
import io.turnpike.node.maps.SessionIndex;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.session.SessionOwnership;
import java.nio.ByteBuffer;

/** The session table of the packet path. */
final class MappedSessions implements SessionStore {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MOST_IDLE_SECONDS = 0xffff;

    private final int node;
    private final SessionTable table;
    private final Allocator allocator;
    private final SessionImage image;
    private final SessionIndex index;
    private final Ends ends;
    private final SessionOwnership ownership;
    /** Packets of each copy, as last told to its owner. */
    private final long[] toldPackets;

    /** Ends a session in the table. */
    @FunctionalInterface
    interface Ends {
        void end(int slot, long flowId);
    }

    MappedSessions(
            int node,
            SessionTable table,
            Allocator allocator,
            SessionImage image,
            SessionIndex index,
            Ends ends,
            SessionOwnership ownership) {
        this.node = node;
        this.table = table;
        this.allocator = allocator;
        this.image = image;
        this.index = index;
        this.ends = ends;
        this.ownership = ownership;
        this.toldPackets = new long[table.slots()];
    }

    @Override
    public int slots() {
        return table.slots();
    }

    @Override
    public long flowId(int slot) {
        return table.flowId(slot);
    }

    @Override
    public boolean isLive(int slot) {
        return table.state(slot) == SessionTable.ACTIVE && table.isAnnounced(slot);
    }

    @Override
    public boolean encode(int slot, long flowId, ByteBuffer out) {
        long now = System.nanoTime();
        int start = out.position();
        image.write(slot, out, now, ownership.attendedUntilNanos(flowId, now));
        boolean same = isLive(slot) && table.flowId(slot) == flowId;
        if (!same) {
            out.position(start);
        }
        return same;
    }

    @Override
    public int open(long flowId, ByteBuffer content) {
        int slot = allocator.take();
        if (slot < 0) {
            return FlowSlots.NONE;
        }
        image.read(slot, flowId, content, System.nanoTime());
        table.state(slot, SessionTable.ACTIVE);
        toldPackets[slot] = 0;
        index.add(slot);
        return slot;
    }

    @Override
    public void end(int slot, long flowId) {
        ends.end(slot, flowId);
    }

    @Override
    public void touch(int slot, int idleSeconds, int tcpSeen) {
        table.touch(slot, System.nanoTime() - idleSeconds * NANOS_PER_SECOND, tcpSeen);
    }

    @Override
    public void forEachTouched(TouchReader reader) {
        long now = System.nanoTime();
        for (int slot = 0; slot < table.slots(); slot++) {
            if (isLive(slot) && LocalSessions.ownerOf(table.flowId(slot)) != node) {
                long packets = table.packets(slot, 0) + table.packets(slot, 1);
                if (packets != toldPackets[slot]) {
                    toldPackets[slot] = packets;
                    long idle = (now - table.lastSeenNanos(slot)) / NANOS_PER_SECOND;
                    reader.touched(table.flowId(slot), Math.clamp(idle, 0, MOST_IDLE_SECONDS), table.tcp(slot));
                }
            }
        }
    }
}
