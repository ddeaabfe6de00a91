package io.turnpike.billing.usage;

import io.turnpike.flow.ObservationPoint;

/** What a node itself counted for one binding, both directions together. */
record Cell(String resource, String node, ObservationPoint observationPoint, int bindingId, long octets) {}
