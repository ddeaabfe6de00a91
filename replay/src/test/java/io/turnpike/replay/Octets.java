package io.turnpike.replay;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Octets written one after the other, in network order unless it says otherwise. */
public final class Octets {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean littleEndian;

    private Octets(boolean littleEndian) {
        this.littleEndian = littleEndian;
    }

    public static Octets bigEndian() {
        return new Octets(false);
    }

    public static Octets littleEndian() {
        return new Octets(true);
    }

    public static Octets in(boolean littleEndian) {
        return new Octets(littleEndian);
    }

    public Octets u8(int value) {
        out.write(value);
        return this;
    }

    public Octets u16(int value) {
        return integer(value, 2);
    }

    public Octets u32(long value) {
        return integer(value, 4);
    }

    public Octets u64(long value) {
        return integer(value, 8);
    }

    private Octets integer(long value, int octets) {
        for (int i = 0; i < octets; i++) {
            int shift = littleEndian ? 8 * i : 8 * (octets - 1 - i);
            out.write((int) (value >>> shift));
        }
        return this;
    }

    public Octets hex(String text) {
        return bytes(HexFormat.of().parseHex(text.replace(" ", "")));
    }

    public Octets bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Octets zeros(int count) {
        return bytes(new byte[count]);
    }

    public int size() {
        return out.size();
    }

    public byte[] done() {
        return out.toByteArray();
    }
}
