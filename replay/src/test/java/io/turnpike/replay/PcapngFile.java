package io.turnpike.replay;

/** Writes a pcapng, block by block. */
public final class PcapngFile {
    private static final byte[] NO_OPTIONS = {};

    private final Octets out;
    private final boolean littleEndian;

    private PcapngFile(boolean littleEndian, Octets out) {
        this.littleEndian = littleEndian;
        this.out = out;
    }

    /** Begins with a section. */
    public static PcapngFile of(boolean littleEndian) {
        return new PcapngFile(littleEndian, Octets.in(littleEndian)).section();
    }

    /** Goes on in another section, of another byte order. */
    public PcapngFile turned() {
        Octets other = Octets.in(!littleEndian).bytes(out.done());
        return new PcapngFile(!littleEndian, other).section();
    }

    private PcapngFile section() {
        return block(0x0a0d0d0a, octets().u32(0x1a2b3c4dL).u16(1).u16(0).u64(-1).done());
    }

    public PcapngFile iface(int linkType) {
        return iface(linkType, 0, NO_OPTIONS);
    }

    public PcapngFile iface(int linkType, long snapshot, byte... options) {
        return block(
                1, octets().u16(linkType).u16(0).u32(snapshot).bytes(options).done());
    }

    /** Options if_tsresol and if_tsoffset, behind one that nobody knows. */
    public byte[] time(int resolution, long offsetSeconds) {
        return octets().u16(0x7abc)
                .u16(3)
                .hex("01020300")
                .u16(9)
                .u16(1)
                .u8(resolution)
                .zeros(3)
                .u16(14)
                .u16(8)
                .u64(offsetSeconds)
                .u32(0)
                .done();
    }

    public PcapngFile enhanced(int iface, long time, byte... data) {
        return enhanced(iface, time, data.length, data);
    }

    public PcapngFile enhanced(int iface, long time, long wire, byte[] data) {
        Octets body =
                octets().u32(iface).u32(time >>> 32).u32(time).u32(data.length).u32(wire);
        return block(6, padded(body, data).done());
    }

    public PcapngFile obsolete(int iface, long time, byte... data) {
        Octets body = octets().u16(iface)
                .u16(7)
                .u32(time >>> 32)
                .u32(time)
                .u32(data.length)
                .u32(data.length);
        return block(2, padded(body, data).done());
    }

    public PcapngFile simple(long wire, byte... data) {
        return block(3, padded(octets().u32(wire), data).done());
    }

    private static Octets padded(Octets body, byte[] data) {
        return body.bytes(data).zeros(-data.length & 3);
    }

    public PcapngFile block(long type, byte... body) {
        int length = body.length + 12;
        out.u32(type).u32(length).bytes(body).u32(length);
        return this;
    }

    /** What follows is up to the test. */
    public Octets raw() {
        return out;
    }

    public Octets octets() {
        return Octets.in(littleEndian);
    }

    public byte[] done() {
        return out.done();
    }
}
