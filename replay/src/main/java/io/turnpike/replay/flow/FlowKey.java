package io.turnpike.replay.flow;

import io.turnpike.flow.Endpoint;
import io.turnpike.replay.packet.IpPacket;
import io.turnpike.replay.packet.Transport;
import java.util.Comparator;

/**
 * What the packets of a flow have in common, whichever way they go. Comparable, so that a hash table stays fast with a
 * capture that was made to collide in it.
 *
 * @param lower of the two ends the one that sorts first
 */
record FlowKey(boolean ipv6, int protocol, Transport.Kind kind, Endpoint lower, Endpoint upper)
        implements Comparable<FlowKey> {
    private static final Comparator<Endpoint> ENDS =
            Comparator.comparing(Endpoint::address).thenComparingInt(Endpoint::port);
    private static final Comparator<FlowKey> ORDER = Comparator.comparing(FlowKey::lower, ENDS)
            .thenComparing(FlowKey::upper, ENDS)
            .thenComparingInt(FlowKey::protocol)
            .thenComparing(FlowKey::kind)
            .thenComparing(FlowKey::ipv6);

    static FlowKey of(IpPacket packet, Endpoint source, Endpoint destination) {
        Transport.Kind kind = packet.transport().kind();
        return ENDS.compare(source, destination) <= 0
                ? new FlowKey(packet.ipv6(), packet.protocol(), kind, source, destination)
                : new FlowKey(packet.ipv6(), packet.protocol(), kind, destination, source);
    }

    @Override
    public int compareTo(FlowKey other) {
        return ORDER.compare(this, other);
    }
}
