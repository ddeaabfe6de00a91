package io.turnpike.flow;

import io.turnpike.flow.WireFormatException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads a frame of {@link WireWriter}; every length is checked, so that no input can make it read or allocate wildly. */
final class WireReader {
    private final byte[] bytes;
    private final int end;
    private final int version;
    private int position;

    WireReader(byte[] bytes, int magic, int version) throws WireFormatException {
        this(bytes, magic, version, version);
    }

    /**
     * Checks magic, checksum and version, in this order: a frame of a newer version has a right checksum, so that
     * "broken" and "newer" are never mixed up.
     */
    WireReader(byte[] bytes, int magic, int oldest, int newest) throws WireFormatException {
        this.bytes = bytes;
        this.end = bytes.length - 4;
        if (end < 5 || fixedInt() != magic) {
            throw broken("no frame of this kind (" + bytes.length + " bytes)");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, end);
        position = end;
        if (fixedInt() != (int) crc.getValue()) {
            throw broken("wrong checksum");
        }
        position = 4;
        long found = varint();
        if (found < oldest || found > newest) {
            throw new WireFormatException(
                    Reason.UNKNOWN_VERSION, "the value has version " + found + ", this release reads " + newest);
        }
        version = (int) found;
    }

    /** Of the value, which says what is in it. */
    int version() {
        return version;
    }

    static WireFormatException broken(String message) {
        return new WireFormatException(Reason.BROKEN, message);
    }

    private int fixedInt() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | (bytes[position++] & 0xff);
        }
        return value;
    }

    long varint() throws WireFormatException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw broken("cut short");
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw broken("a number of more than 64 bits");
    }

    long zigzag() throws WireFormatException {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    int integer() throws WireFormatException {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw broken("the number " + value + " is out of range");
        }
        return (int) value;
    }

    /** A count of things that take at least {@code leastOctets} each. */
    int count(int leastOctets) throws WireFormatException {
        int value = integer();
        if ((long) value * leastOctets > end - position) {
            throw broken("a count of " + value + " in " + (end - position) + " bytes");
        }
        return value;
    }

    String text() throws WireFormatException {
        int length = count(1);
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    IpAddress address() throws WireFormatException {
        return new IpAddress(zigzag(), zigzag());
    }

    IpPrefix prefix() throws WireFormatException {
        return new IpPrefix(address(), integer());
    }

    Endpoint endpoint() throws WireFormatException {
        return new Endpoint(address(), integer());
    }

    interface Reading<T> {
        T read(WireReader in) throws WireFormatException;
    }

    /** A list whose elements take at least {@code leastOctets} each. */
    <T> List<T> list(int leastOctets, Reading<T> each) throws WireFormatException {
        int count = count(leastOctets);
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(each.read(this));
        }
        return values;
    }

    void finish() throws WireFormatException {
        if (position != end) {
            throw broken((end - position) + " bytes too many");
        }
    }
}
