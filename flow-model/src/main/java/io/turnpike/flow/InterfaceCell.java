package io.turnpike.flow;

/**
 * What one interface of a node carried in one direction, by what became of it; cumulative since the node's counters
 * began, and counted apart from sessions.
 *
 * @param direction {@code IN} for what the node received, {@code OUT} for what it sent
 * @param octets as of the interval before, and as of this one
 */
public record InterfaceCell(String interfaceName, Direction direction, Fate fate, Counter octets, Counter packets) {}
