package io.turnpike.node.session;

import io.turnpike.flow.FlowEndReason;
import io.turnpike.node.maps.ConnectionCounts;
import io.turnpike.node.maps.SessionIndex;
import io.turnpike.node.maps.SessionTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Ends sessions: takes them out of the index and marks them, so that the next reading, an interval later, when no
 * packet can be counting on them any more, reports their last octets and gives their slots back.
 */
final class Sweeper {
    private final SessionTable table;
    private final SessionIndex index;
    private final SessionTimeouts timeouts;
    private final ConnectionCounts connections;
    private final Map<Integer, FlowEndReason> reasons = new ConcurrentHashMap<>();
    private volatile SessionOwnership ownership = SessionOwnership.ALONE;

    Sweeper(SessionTable table, SessionIndex index, SessionTimeouts timeouts, ConnectionCounts connections) {
        this.table = table;
        this.index = index;
        this.timeouts = timeouts;
        this.connections = connections;
    }

    /** From now on others may own sessions. */
    void ownership(SessionOwnership shared) {
        ownership = shared;
    }

    void sweep(long nowNanos) {
        index.wakePorts(nowNanos);
        for (int slot = 0; slot < table.slots(); slot++) {
            int state = table.state(slot);
            if (state == SessionTable.ABANDONED) {
                end(slot, FlowEndReason.LACK_OF_RESOURCES);
            } else if (state == SessionTable.ACTIVE) {
                ended(slot, nowNanos).ifPresent(endOf(slot));
            }
        }
    }

    private Consumer<FlowEndReason> endOf(int slot) {
        return reason -> end(slot, reason);
    }

    /** Ends every active session of which the predicate is true: its binding is gone, or its server is drained. */
    void forceEnd(IntPredicate slots) {
        for (int slot = 0; slot < table.slots(); slot++) {
            if (table.state(slot) == SessionTable.ACTIVE && slots.test(slot)) {
                end(slot, FlowEndReason.FORCED_END);
            }
        }
    }

    private Optional<FlowEndReason> ended(int slot, long nowNanos) {
        long attended = ownership.attendedUntilNanos(table.flowId(slot), nowNanos);
        return timeouts.ended(
                table.protocol(slot),
                table.tcp(slot),
                table.idleSeconds(slot),
                nowNanos - Math.max(table.lastSeenNanos(slot), attended));
    }

    /** Ends a session because its owner did, if it is still there. May be called by any thread. */
    synchronized void endOfOwner(int slot, long flowId) {
        if (table.state(slot) == SessionTable.ACTIVE && table.flowId(slot) == flowId) {
            end(slot, FlowEndReason.END_OF_FLOW_DETECTED);
        }
    }

    private synchronized void end(int slot, FlowEndReason reason) {
        int state = table.state(slot);
        if (state != SessionTable.ACTIVE && state != SessionTable.ABANDONED) {
            return;
        }
        index.remove(slot, System.nanoTime());
        disconnect(slot);
        reasons.put(slot, reason);
        table.state(slot, SessionTable.ENDED);
        ownership.ended(slot);
    }

    /**
     * One that was abandoned was counted back by who abandoned it. In this order a crash in between counts none back
     * twice, so no count is ever too small; what is too much is found by the recount of the next process.
     */
    private void disconnect(int slot) {
        int listener = table.listener(slot);
        if (listener != 0 && table.state(slot) == SessionTable.ACTIVE) {
            table.countForNobody(slot);
            connections.ended(listener, table.server(slot));
        }
    }

    /** Why an ended session ended; one that an earlier process ended has only been found out by its timeout. */
    FlowEndReason reason(int slot) {
        return reasons.getOrDefault(slot, FlowEndReason.IDLE_TIMEOUT);
    }

    void forget(List<Integer> slots) {
        slots.forEach(reasons::remove);
    }
}
