package io.turnpike.billing.live;

/** Layer-3 octets of one second in each direction. */
public record Second(long epochSecond, long inOctets, long outOctets) {}
