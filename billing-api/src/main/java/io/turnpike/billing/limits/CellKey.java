package io.turnpike.billing.limits;

/** A cumulative count: a binding's octets out, in one set of a node's counters. */
public record CellKey(String node, long countersEpoch, int resourceNumber, int bindingId) {}
