package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;
import java.util.Set;
import java.util.function.Predicate;

/** The sessions of this node's listeners, by the server that was chosen. */
public interface ServerSessions {
    /**
     * Which sessions.
     *
     * @param resource number of the load balancer
     * @param port that the client wrote
     * @param server as the packets to it are addressed
     */
    record Group(int resource, int protocolIdentifier, int port, Endpoint server) {}

    /** Of a node that has none. */
    ServerSessions NONE = new ServerSessions() {
        @Override
        public Set<Group> open() {
            return Set.of();
        }

        @Override
        public void end(Predicate<Group> over) {
            // There are none.
        }
    };

    /** All that have sessions now. */
    Set<Group> open();

    /** Ends the sessions of these groups. */
    void end(Predicate<Group> over);
}
