package io.turnpike.billing.usage;

import io.turnpike.flow.Direction;

/** What passed in one slot of time in one direction; a slot in which nothing passed has none. */
record SlotOctets(long startSecond, Direction direction, long octets) {}
