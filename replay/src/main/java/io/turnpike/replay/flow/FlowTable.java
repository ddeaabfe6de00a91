package io.turnpike.replay.flow;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.replay.packet.IpPacket;
import io.turnpike.replay.packet.Transport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flows that go on. When a packet begins one more than there is room for, those that are idle for longer than their
 * timeout are ended; if there are none, the one that was silent for longest is.
 */
public final class FlowTable {
    private final int capacity;
    private final FlowTimeouts timeouts;
    private final FlowObserver observer;
    private final FragmentTable fragments = new FragmentTable(this);
    /** The one whose packet came last, last. */
    private final LinkedHashMap<FlowKey, Flow> flows = new LinkedHashMap<>(1024, 0.75f, true);

    private long begun;
    private long endedForRoom;
    private long packetsSinceSweep;

    /**
     * An empty table.
     *
     * @param capacity flows that may go on at once, at least 1
     */
    public FlowTable(int capacity, FlowTimeouts timeouts, FlowObserver observer) {
        this.capacity = Math.max(1, capacity);
        this.timeouts = timeouts;
        this.observer = observer;
    }

    /**
     * Counts a packet.
     *
     * @param nanos when it was captured, since 1970, UTC
     */
    public void count(IpPacket packet, long nanos) {
        packetsSinceSweep++;
        IpPacket.Fragment fragment = packet.fragment();
        if (fragment == null) {
            count(packet, PacketSum.of(packet.octets(), nanos));
        } else {
            fragments.count(packet, fragment, nanos);
        }
    }

    /** Counts packets that belong to the flow of {@code packet}. */
    void count(IpPacket packet, PacketSum sum) {
        Transport transport = packet.transport();
        Endpoint source = new Endpoint(packet.source(), transport.sourcePort());
        Endpoint destination = new Endpoint(packet.destination(), transport.destinationPort());
        FlowKey key = FlowKey.of(packet, source, destination);
        Flow flow = goingOn(key, packet, sum.firstNanos());
        if (flow == null) {
            makeRoom(sum.lastNanos());
            flow = transport.isAnswer()
                    ? new Flow(begun++, key, destination, source)
                    : new Flow(begun++, key, source, destination);
            flows.put(key, flow);
        }
        flow.observe(source, packet);
        flow.count(source, sum);
        observer.counted(flow);
    }

    /** The flow of this key, unless the packet begins another one. */
    private @Nullable Flow goingOn(FlowKey key, IpPacket packet, long nanos) {
        Flow flow = flows.get(key);
        if (flow == null) {
            return null;
        }
        if (isIdle(flow, nanos)) {
            end(flow, FlowEndReason.IDLE_TIMEOUT);
        } else if (flow.isReopenedBy(packet)) {
            end(flow, FlowEndReason.END_OF_FLOW_DETECTED);
        } else {
            return flow;
        }
        flows.remove(key);
        return null;
    }

    private boolean isIdle(Flow flow, long nanos) {
        return nanos - flow.lastNanos() >= timeouts.nanos(flow);
    }

    private void makeRoom(long nanos) {
        if (flows.size() < capacity) {
            return;
        }
        // Looking at all of them is worth while only once in many packets, however the clock of the capture jumps.
        if (packetsSinceSweep > capacity / 4) {
            packetsSinceSweep = 0;
            sweep(nanos);
        }
        if (flows.size() >= capacity) {
            Flow eldest = flows.firstEntry().getValue();
            boolean idle = isIdle(eldest, nanos);
            endedForRoom += idle ? 0 : 1;
            end(eldest, idle ? FlowEndReason.IDLE_TIMEOUT : FlowEndReason.LACK_OF_RESOURCES);
            flows.pollFirstEntry();
        }
    }

    private void sweep(long nanos) {
        for (Iterator<Flow> each = flows.values().iterator(); each.hasNext(); ) {
            Flow flow = each.next();
            if (isIdle(flow, nanos)) {
                end(flow, FlowEndReason.IDLE_TIMEOUT);
                each.remove();
            }
        }
    }

    private void end(Flow flow, FlowEndReason reason) {
        flow.end(reason);
        observer.ended(flow);
    }

    /** The capture is at its end, and so is every flow, in the order in which they began. */
    public void endAll() {
        fragments.endAll();
        List<Flow> rest = new ArrayList<>(flows.values());
        rest.sort((one, other) -> Long.compare(one.ordinal(), other.ordinal()));
        rest.forEach(flow -> end(flow, FlowEndReason.FORCED_END));
        flows.clear();
    }

    /** Flows that were ended, though not idle, since there was no room for another. */
    public long endedForRoom() {
        return endedForRoom;
    }

    /** Flows begun so far. */
    public long begun() {
        return begun;
    }
}
