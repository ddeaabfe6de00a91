package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes sessions over from the table of an earlier version. They keep their flow ids and begin to count anew, as a next
 * generation: what was counted on the old table is reported from there.
 */
public final class CarriedSessions {
    private static final long GENERATION = FlowAbi.offset(FlowAbi.SESSION, "generation");
    private static final long STATE = FlowAbi.offset(FlowAbi.SESSION, "state");
    private static final long HOPS = FlowAbi.offset(FlowAbi.SESSION, "hops");
    private static final long[] COUNTS = {
        FlowAbi.offset(FlowAbi.SESSION, "octets"),
        FlowAbi.offset(FlowAbi.SESSION, "packets"),
        FlowAbi.offset(FlowAbi.SESSION, "reported_octets"),
        FlowAbi.offset(FlowAbi.SESSION, "reported_packets")
    };

    private final SessionTable from;
    private final SessionTable to;
    private final Allocator allocator;
    private final SessionIndex index;

    public CarriedSessions(SessionTable from, SessionTable to, Allocator allocator, SessionIndex index) {
        this.from = from;
        this.to = to;
        this.allocator = allocator;
        this.index = index;
    }

    /**
     * Takes over those that are not here yet. Listeners and servers have the same indexes in both.
     *
     * @return how many found no room
     */
    public int carry(ConnectionCounts connections) {
        Set<Long> here = new HashSet<>();
        for (int slot = 0; slot < to.slots(); slot++) {
            if (to.state(slot) == SessionTable.ACTIVE) {
                here.add(to.flowId(slot));
            }
        }
        int left = 0;
        for (int slot = 0; slot < from.slots(); slot++) {
            if (from.state(slot) == SessionTable.ACTIVE
                    && !here.contains(from.flowId(slot))
                    && !take(slot, connections)) {
                left++;
            }
        }
        return left;
    }

    private boolean take(int slot, ConnectionCounts connections) {
        int taken = allocator.take();
        if (taken < 0) {
            return false;
        }
        MemorySegment session = to.session(taken);
        session.copyFrom(from.session(slot).asSlice(0, STATE));
        session.asSlice(STATE + 4).copyFrom(from.session(slot).asSlice(STATE + 4));
        for (long count : COUNTS) {
            session.set(JAVA_LONG, count, 0);
            session.set(JAVA_LONG, count + 8, 0);
        }
        session.set(JAVA_INT, GENERATION, from.generation(slot) + 1);
        session.asSlice(HOPS).fill((byte) 0);
        if (to.listener(taken) != 0) {
            connections.opened(to.listener(taken), to.server(taken));
        }
        to.state(taken, SessionTable.ACTIVE);
        index.add(taken);
        return true;
    }
}
