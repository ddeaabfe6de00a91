package io.turnpike.flow;

/** Why the packet path dropped a packet. The codes are those of {@code drop_reason.h}. */
public enum DropReason implements Coded {
    NONE(0),
    /** An ECS without a public path opened a session to the Internet, or a legacy address without bandwidth was opened. */
    NO_PUBLIC_PATH(1),
    /** A packet that opens no session and belongs to none. */
    NO_SESSION(2),
    /** The session table is full. */
    TABLE_FULL(3),
    /** Every local port towards this backend is taken. */
    PORTS_EXHAUSTED(4),
    /** The listener has no backend that takes new sessions. */
    NO_BACKEND(5),
    /** The address is ours, but no listener has this protocol and port. */
    NO_LISTENER(6),
    TTL_EXPIRED(7),
    /** Headers that are cut short or contradict each other. */
    MALFORMED(8),
    /** A fragment, where ports are needed. */
    FRAGMENT(9),
    /** No route or no neighbour for the translated packet. */
    UNROUTABLE(10),
    /** A protocol that this resource does not carry. */
    PROTOCOL(11),
    /** Over the limit of the resource. */
    LIMIT(12),
    /** The source address is not one of the interface's own. */
    SPOOFED(13),
    /** The listener's access list does not let the client open sessions. */
    ACCESS_LIST(14),
    /** As many sessions are open as the listener or the load balancer may have. */
    CONNECTION_LIMIT(15),
    /** More sessions in a second than the listener or the load balancer may open. */
    CONNECTION_RATE(16),
    /** The source address is one that no host can have. */
    MARTIAN(18),
    /** For the local address of another director, which was not there to take it. */
    PEER_UNREACHABLE(22);

    private final int code;

    DropReason(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
