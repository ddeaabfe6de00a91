package io.turnpike.node.sync;

import io.turnpike.flow.IpAddress;

/**
 * A node that lives.
 *
 * @param number of the node
 * @param name id of its NODE resource
 * @param handOver address that packets for its local addresses can be handed to
 */
public record Peer(int number, String name, IpAddress handOver) {}
