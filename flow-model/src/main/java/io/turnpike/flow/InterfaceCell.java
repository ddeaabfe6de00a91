package io.turnpike.flow;

/**
 * All that one interface of a node carried in one direction since its counters began; counted apart from sessions.
 *
 * @param direction {@code IN} for what the node received, {@code OUT} for what it sent
 */
public record InterfaceCell(String interfaceName, Direction direction, long octets, long packets) {}
