package io.turnpike.billing.live;

import io.turnpike.flow.ObservationPoint;

/** A resource where its octets are counted for its owner. */
public record Face(int resourceNumber, ObservationPoint observationPoint) {}
