package io.turnpike.node.maps;

/** Counts down what the packet path counted up when it opened a session. */
public interface ConnectionCounts {
    /** Of a node that chooses no servers. */
    ConnectionCounts NONE = (listener, server) -> {};

    /**
     * A session is over.
     *
     * @param listener index of the state that it counted for
     * @param server index of its server
     */
    void ended(int listener, int server);

    /** Of a director. */
    static ConnectionCounts of(ListenerStates states, ServerTable servers) {
        return (listener, server) -> {
            servers.disconnected(server);
            states.disconnected(listener);
            states.disconnected(states.instance(listener));
        };
    }
}
