package io.turnpike.replay;

import java.util.Arrays;

/** Writes a pcap. */
public final class PcapFile {
    public static final int ETHERNET = 1;
    public static final int RAW = 101;

    private final Octets out;
    private final boolean nanoseconds;

    private PcapFile(boolean littleEndian, boolean nanoseconds, int linkType, long snapshot) {
        this.nanoseconds = nanoseconds;
        this.out = Octets.in(littleEndian)
                .u32(nanoseconds ? 0xa1b23c4dL : 0xa1b2c3d4L)
                .u16(2)
                .u16(4)
                .u32(0)
                .u32(0)
                .u32(snapshot)
                .u32(linkType);
    }

    public static PcapFile of(int linkType) {
        return new PcapFile(true, false, linkType, 262_144);
    }

    public static PcapFile of(boolean littleEndian, boolean nanoseconds, int linkType) {
        return new PcapFile(littleEndian, nanoseconds, linkType, 262_144);
    }

    public static PcapFile withSnapshot(int linkType, long snapshot) {
        return new PcapFile(true, false, linkType, snapshot);
    }

    /** A packet that was captured as a whole. */
    public PcapFile packet(long nanos, byte... data) {
        return packet(nanos, data.length, data);
    }

    /** A packet of which only the beginning was captured. */
    public PcapFile cut(long nanos, int captured, byte... whole) {
        return packet(nanos, whole.length, Arrays.copyOf(whole, Math.min(captured, whole.length)));
    }

    private PcapFile packet(long nanos, long wire, byte[] data) {
        out.u32(nanos / 1_000_000_000L)
                .u32(nanos % 1_000_000_000L / (nanoseconds ? 1 : 1000))
                .u32(data.length)
                .u32(wire)
                .bytes(data);
        return this;
    }

    /** What follows is up to the test. */
    public Octets raw() {
        return out;
    }

    public byte[] done() {
        return out.done();
    }
}
