package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;

/**
 * A server of a listener.
 *
 * @param balancer id of the load balancer
 * @param port the listener's, the first one of a range
 */
record ServerKey(String balancer, int protocolIdentifier, int port, Endpoint server) {}
