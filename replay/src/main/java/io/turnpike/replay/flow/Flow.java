package io.turnpike.replay.flow;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.replay.packet.IpPacket;
import io.turnpike.replay.packet.Transport;
import org.jspecify.annotations.Nullable;

/** What a flow is, and what was counted of it so far. */
public final class Flow {
    private static final int TCP = 6;

    private final long ordinal;
    private final FlowKey key;
    private final DirectionCount fromInitiator = new DirectionCount();
    private final DirectionCount fromResponder = new DirectionCount();
    private Endpoint source;
    private Endpoint destination;
    private boolean isTurned;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;
    private boolean isSynSeen;
    private int synSequence;
    private boolean isFinOfInitiatorSeen;
    private boolean isFinOfResponderSeen;
    private boolean isResetSeen;
    private @Nullable FlowEndReason endReason;

    Flow(long ordinal, FlowKey key, Endpoint initiator, Endpoint responder) {
        this.ordinal = ordinal;
        this.key = key;
        this.source = initiator;
        this.destination = responder;
    }

    /** Counts what the sender sent in one packet or several. */
    void count(Endpoint sender, PacketSum sum) {
        of(sender).add(sum.packets(), sum.octets());
        firstNanos = Math.min(firstNanos, sum.firstNanos());
        lastNanos = Math.max(lastNanos, sum.lastNanos());
    }

    private DirectionCount of(Endpoint sender) {
        return sender.equals(source) ? fromInitiator : fromResponder;
    }

    /** Takes notice of what a TCP segment says of its connection. */
    void observe(Endpoint sender, IpPacket packet) {
        Transport transport = packet.transport();
        if (transport.opensTcp() && !isSynSeen) {
            isSynSeen = true;
            synSequence = transport.tcpSequence();
            openedBy(sender);
        }
        isResetSeen |= transport.has(Transport.RST);
        if (transport.has(Transport.FIN)) {
            isFinOfInitiatorSeen |= sender.equals(source);
            isFinOfResponderSeen |= !sender.equals(source);
        }
    }

    /** The first packet was not the opening one: this is, so the other side is the initiator if it sent it. */
    private void openedBy(Endpoint sender) {
        if (!sender.equals(source)) {
            destination = source;
            source = sender;
            isTurned = !isTurned;
            fromInitiator.swap(fromResponder);
            boolean fin = isFinOfInitiatorSeen;
            isFinOfInitiatorSeen = isFinOfResponderSeen;
            isFinOfResponderSeen = fin;
        }
    }

    /** Whether the segment opens another connection between the same ports, rather than this one once more. */
    boolean isReopenedBy(IpPacket packet) {
        Transport transport = packet.transport();
        boolean isEnding = isResetSeen || isFinOfInitiatorSeen || isFinOfResponderSeen;
        return isEnding && transport.opensTcp() && !(isSynSeen && transport.tcpSequence() == synSequence);
    }

    void end(FlowEndReason reason) {
        endReason =
                isClosed() && reason != FlowEndReason.LACK_OF_RESOURCES ? FlowEndReason.END_OF_FLOW_DETECTED : reason;
    }

    boolean isTcp() {
        return key.protocol() == TCP;
    }

    boolean isClosed() {
        return isResetSeen || (isFinOfInitiatorSeen && isFinOfResponderSeen);
    }

    boolean isAnswered() {
        return fromInitiator.packets() > 0 && fromResponder.packets() > 0;
    }

    FlowKey key() {
        return key;
    }

    /** Flows are numbered from 0 in the order in which they began in the file. */
    public long ordinal() {
        return ordinal;
    }

    public int protocol() {
        return key.protocol();
    }

    public boolean isIpv6() {
        return key.ipv6();
    }

    /** What is known of its ports. */
    public Transport.Kind kind() {
        return key.kind();
    }

    /** The initiator. */
    public Endpoint source() {
        return source;
    }

    /** The responder. */
    public Endpoint destination() {
        return destination;
    }

    /** Whether initiator and responder are now the other way round than when the flow was new. */
    public boolean isTurned() {
        return isTurned;
    }

    /** What the initiator sent. */
    public DirectionCount fromInitiator() {
        return fromInitiator;
    }

    /** What the responder sent. */
    public DirectionCount fromResponder() {
        return fromResponder;
    }

    /** Of the earliest packet, nanoseconds since 1970, UTC. */
    public long firstNanos() {
        return firstNanos;
    }

    /** Of the latest packet, nanoseconds since 1970, UTC. */
    public long lastNanos() {
        return lastNanos;
    }

    /** Null while it goes on. */
    public @Nullable FlowEndReason endReason() {
        return endReason;
    }
}
