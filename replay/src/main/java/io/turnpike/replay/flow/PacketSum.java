package io.turnpike.replay.flow;

/** Packets of one sender, counted together. */
record PacketSum(long packets, long octets, long firstNanos, long lastNanos) {
    static PacketSum of(long octets, long nanos) {
        return new PacketSum(1, octets, nanos, nanos);
    }

    PacketSum plus(PacketSum other) {
        return new PacketSum(
                packets + other.packets,
                octets + other.octets,
                Math.min(firstNanos, other.firstNanos),
                Math.max(lastNanos, other.lastNanos));
    }
}
