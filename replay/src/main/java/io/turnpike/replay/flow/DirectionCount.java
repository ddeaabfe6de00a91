package io.turnpike.replay.flow;

/** What one side of a flow sent. */
public final class DirectionCount {
    private long packets;
    private long octets;

    void add(long morePackets, long moreOctets) {
        packets += morePackets;
        octets += moreOctets;
    }

    void swap(DirectionCount other) {
        long packetsHere = packets;
        long octetsHere = octets;
        packets = other.packets;
        octets = other.octets;
        other.packets = packetsHere;
        other.octets = octetsHere;
    }

    public long packets() {
        return packets;
    }

    /** Layer-3 octets. */
    public long octets() {
        return octets;
    }
}
