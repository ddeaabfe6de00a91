package io.turnpike.flow;

/**
 * What one session (or, with {@code flowId} 0, one session-less cell of a resource) did at one observation point in one
 * interval. Octets are IP total lengths after limiter and translation; a GSO packet counts as its segments.
 *
 * @param resourceNumber the registry's number of the resource that the packet path stamped; 0 if it knew none
 * @param bindingId the binding under which the packets were forwarded; 0 if there was none
 * @param flowId unique per session over all nodes; 0 for a session-less cell
 * @param generation distinguishes sessions that reuse one slot of the node's table
 * @param protocolIdentifier IANA protocol number
 * @param source as the initiator wrote them
 * @param postNatSource after translation; equal to the former where nothing is translated
 * @param initiatorOctets forwarded, initiator to responder (RFC 5103)
 * @param droppedOctets dropped, in {@code dropDirection}; only in session-less cells
 */
public record FlowRecord(
        ObservationPoint observationPoint,
        Entry entry,
        Mark mark,
        Side initiatorSide,
        int resourceNumber,
        int bindingId,
        int vpcId,
        long flowId,
        int generation,
        int protocolIdentifier,
        Endpoint source,
        Endpoint destination,
        Endpoint postNatSource,
        Endpoint postNatDestination,
        Counter initiatorOctets,
        Counter initiatorPackets,
        Counter responderOctets,
        Counter responderPackets,
        DropReason dropReason,
        Direction dropDirection,
        Counter droppedOctets,
        Counter droppedPackets,
        long flowStartMilliseconds,
        long flowEndMilliseconds,
        FlowEndReason flowEndReason) {

    /** The same with other stamps. */
    public FlowRecord with(Entry stamp, Side initiator, int resource, int binding, int vpc) {
        return new FlowRecord(
                observationPoint,
                stamp,
                mark,
                initiator,
                resource,
                binding,
                vpc,
                flowId,
                generation,
                protocolIdentifier,
                source,
                destination,
                postNatSource,
                postNatDestination,
                initiatorOctets,
                initiatorPackets,
                responderOctets,
                responderPackets,
                dropReason,
                dropDirection,
                droppedOctets,
                droppedPackets,
                flowStartMilliseconds,
                flowEndMilliseconds,
                flowEndReason);
    }

    /** A part of it: the same, but for what was forwarded. */
    public FlowRecord with(
            Counter octetsOfInitiator,
            Counter packetsOfInitiator,
            Counter octetsOfResponder,
            Counter packetsOfResponder) {
        return new FlowRecord(
                observationPoint,
                entry,
                mark,
                initiatorSide,
                resourceNumber,
                bindingId,
                vpcId,
                flowId,
                generation,
                protocolIdentifier,
                source,
                destination,
                postNatSource,
                postNatDestination,
                octetsOfInitiator,
                packetsOfInitiator,
                octetsOfResponder,
                packetsOfResponder,
                dropReason,
                dropDirection,
                droppedOctets,
                droppedPackets,
                flowStartMilliseconds,
                flowEndMilliseconds,
                flowEndReason);
    }

    /** Forwarded octets of one direction at the public face. */
    public Counter octets(Direction direction) {
        return isInitiatorTowards(direction) ? initiatorOctets : responderOctets;
    }

    /** Forwarded packets of one direction at the public face. */
    public Counter packets(Direction direction) {
        return isInitiatorTowards(direction) ? initiatorPackets : responderPackets;
    }

    private boolean isInitiatorTowards(Direction direction) {
        return (initiatorSide == Side.PRIVATE) == (direction == Direction.OUT);
    }

    /** Whether this is a cell of what was dropped rather than forwarded. */
    public boolean isDrop() {
        return dropReason != DropReason.NONE;
    }

    /** Whether this is the other leg of a session, alike in octets, which the record of the public face has counted. */
    public boolean isSecondLeg() {
        return observationPoint == ObservationPoint.SLB_BACK && flowId != 0 && mark == Mark.NONE;
    }
}
