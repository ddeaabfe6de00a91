package io.turnpike.node.metrics;

import io.turnpike.flow.Direction;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.ObservationPoint;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds up what the collector reports: it knows each session's listener, whichever node owns the session, so forwarding
 * costs nothing more. What was dropped is known by load balancer alone.
 */
final class RecordCounts {
    private final Map<Subject, Sums> sums = new HashMap<>();

    /** Added to in place, since there may be a million records at a time. */
    private static final class Sums {
        long receivedOctets;
        long sentOctets;
        long receivedPackets;
        long sentPackets;
        long droppedReceivedOctets;
        long droppedSentOctets;
        long droppedReceivedPackets;
        long droppedSentPackets;

        void addForwarded(FlowRecord record) {
            receivedOctets += record.octets(Direction.IN).delta();
            sentOctets += record.octets(Direction.OUT).delta();
            receivedPackets += record.packets(Direction.IN).delta();
            sentPackets += record.packets(Direction.OUT).delta();
        }

        void addDropped(FlowRecord record) {
            if (record.dropDirection() == Direction.IN) {
                droppedReceivedOctets += record.droppedOctets().delta();
                droppedReceivedPackets += record.droppedPackets().delta();
            } else {
                droppedSentOctets += record.droppedOctets().delta();
                droppedSentPackets += record.droppedPackets().delta();
            }
        }

        Amounts amounts() {
            return new Amounts(Map.of(
                    Figure.TRAFFIC_RX, receivedOctets,
                    Figure.TRAFFIC_TX, sentOctets,
                    Figure.PACKET_RX, receivedPackets,
                    Figure.PACKET_TX, sentPackets,
                    Figure.DROP_TRAFFIC_RX, droppedReceivedOctets,
                    Figure.DROP_TRAFFIC_TX, droppedSentOctets,
                    Figure.DROP_PACKET_RX, droppedReceivedPackets,
                    Figure.DROP_PACKET_TX, droppedSentPackets));
        }
    }

    void add(FlowRecord record, KnownListeners known) {
        if (record.observationPoint() != ObservationPoint.SLB_FRONT) {
            return;
        }
        int resource = record.resourceNumber();
        if (record.isDrop()) {
            known.balancer(resource).ifPresent(balancer -> of(balancer).addDropped(record));
        } else if (record.flowId() != 0) {
            known.balancer(resource).ifPresent(balancer -> of(balancer).addForwarded(record));
            known.listener(
                            resource,
                            record.protocolIdentifier(),
                            record.destination().port())
                    .ifPresent(listener -> of(listener).addForwarded(record));
        }
    }

    private Sums of(Subject subject) {
        return sums.computeIfAbsent(subject, added -> new Sums());
    }

    Amounts amounts(Subject subject) {
        return of(subject).amounts();
    }

    /** Forgets all others. */
    void retain(KnownListeners known) {
        sums.keySet().retainAll(known.keys().keySet());
    }
}
