package io.turnpike.node.lease;

/**
 * What a node may let through now.
 *
 * @param safeBitsPerSecond what is left of it from {@code untilNanos} on, if no more is heard
 */
record Lease(long bitsPerSecond, long safeBitsPerSecond, long untilNanos) {}
