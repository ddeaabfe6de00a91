package io.turnpike.node.health;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Listener;

/** Asked whenever the rows of servers of a listener are placed. */
public interface ServerAvailability {
    /** A server that takes all that its weight says. */
    int FULL = 1000;

    /** All servers take what their weights say: of a node that checks nothing. */
    ServerAvailability UNCHECKED = (balancer, listener, backend) -> FULL;

    /**
     * How much of its weight the server may take of new sessions, in thousandths: 0 if it is down, less than
     * {@link #FULL} while it starts slowly.
     *
     * @param balancer id of the load balancer
     */
    int permille(String balancer, Listener listener, Backend backend);
}
