package io.turnpike.flow;

/** All that a node forwarded for one binding in one direction since its counters began; counted apart from sessions. */
public record ResourceCell(
        ObservationPoint observationPoint,
        int resourceNumber,
        int bindingId,
        Direction direction,
        long octets,
        long packets) {}
