package io.turnpike.node.session;

import io.turnpike.flow.FlowEndReason;
import io.turnpike.node.maps.SessionTable;
import java.util.Optional;

/**
 * When a session is over.
 *
 * @param establishedSeconds TCP after the handshake
 * @param openingSeconds TCP that was never answered
 * @param closedSeconds TCP after both FINs or a reset: late segments still find it
 * @param datagramSeconds UDP and all else
 */
public record SessionTimeouts(int establishedSeconds, int openingSeconds, int closedSeconds, int datagramSeconds) {
    public static final SessionTimeouts DEFAULT = new SessionTimeouts(900, 60, 10, 90);

    private static final int TCP = 6;
    private static final int BOTH_FINS = SessionTable.FIN_INITIATOR | SessionTable.FIN_RESPONDER;

    /**
     * Why the session has ended, if it has.
     *
     * @param tcpSeen bits of {@code enum tcp_seen}
     * @param ownSeconds that this session may be idle once it is established; 0 for the default of its protocol
     */
    public Optional<FlowEndReason> ended(int protocol, int tcpSeen, int ownSeconds, long idleNanos) {
        boolean closed = protocol == TCP && ((tcpSeen & SessionTable.RESET) != 0 || (tcpSeen & BOTH_FINS) == BOTH_FINS);
        if (idleNanos < limitSeconds(protocol, tcpSeen, ownSeconds, closed) * 1_000_000_000L) {
            return Optional.empty();
        }
        return Optional.of(closed ? FlowEndReason.END_OF_FLOW_DETECTED : FlowEndReason.IDLE_TIMEOUT);
    }

    private int limitSeconds(int protocol, int tcpSeen, int ownSeconds, boolean closed) {
        if (protocol != TCP) {
            return ownSeconds > 0 ? ownSeconds : datagramSeconds;
        }
        if (closed) {
            return closedSeconds;
        }
        if ((tcpSeen & SessionTable.ANSWERED) == 0) {
            return openingSeconds;
        }
        return ownSeconds > 0 ? ownSeconds : establishedSeconds;
    }
}
