package io.turnpike.flow;

/**
 * All that a node forwarded (reason NONE) or dropped for one binding in one direction since its counters began;
 * cumulative.
 */
public record LiveCell(
        ObservationPoint observationPoint,
        int resourceNumber,
        int bindingId,
        Direction direction,
        DropReason dropReason,
        long octets,
        long packets) {}
