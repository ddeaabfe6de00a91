package io.turnpike.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Grows a frame: magic, version, body, CRC-32C of all before it. Integers are LEB128 varints. */
final class WireWriter {
    private byte[] bytes = new byte[1024];
    private int size;

    WireWriter(int magic, int version) {
        fixedInt(magic);
        varint(version);
    }

    void fixedInt(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    void address(IpAddress value) {
        zigzag(value.high());
        zigzag(value.low());
    }

    void prefix(IpPrefix value) {
        address(value.address());
        varint(value.length());
    }

    void endpoint(Endpoint value) {
        address(value.address());
        varint(value.port());
    }

    interface Writing<T> {
        void write(WireWriter out, T value);
    }

    <T> void list(List<T> values, Writing<T> each) {
        varint(values.size());
        for (T value : values) {
            each.write(this, value);
        }
    }

    byte[] finish() {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, size);
        fixedInt((int) crc.getValue());
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
