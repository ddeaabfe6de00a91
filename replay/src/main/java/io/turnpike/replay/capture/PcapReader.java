package io.turnpike.replay.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The classic format: a header of 24 octets, then each packet behind a header of 16 (draft-ietf-opsawg-pcap). */
final class PcapReader extends CaptureReader {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int MAJOR_VERSION = 2;
    private static final int OLDEST_MINOR_VERSION = 3;

    /** No capturing program takes more of a packet than this, unless the file's own header says so. */
    private static final long LONGEST_CAPTURED = 262_144;

    private static final long LONGEST_SNAPSHOT = 128 << 20;

    private final CaptureInput in;
    private final int linkType;
    private final int nanosPerUnit;
    private final long longestCaptured;

    static boolean isMagic(int magic) {
        return isBigEndian(magic) || isBigEndian(Integer.reverseBytes(magic));
    }

    private static boolean isBigEndian(int magic) {
        return magic == MICROSECONDS || magic == NANOSECONDS;
    }

    PcapReader(CaptureInput in) throws IOException {
        this.in = in;
        in.order(isBigEndian(in.peek(4).getInt(0)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        ByteBuffer header = in.take(FILE_HEADER, "the header of a pcap file");
        this.nanosPerUnit = header.getInt(0) == NANOSECONDS ? 1 : 1_000;
        int major = Short.toUnsignedInt(header.getShort(4));
        int minor = Short.toUnsignedInt(header.getShort(6));
        if (major != MAJOR_VERSION || minor < OLDEST_MINOR_VERSION) {
            throw CaptureException.corrupt(
                    4, "the pcap file says that it has version %d.%d, expected 2.4".formatted(major, minor));
        }
        long snapshot = Integer.toUnsignedLong(header.getInt(16));
        this.longestCaptured = Math.max(LONGEST_CAPTURED, Math.min(snapshot, LONGEST_SNAPSHOT));
        // The upper half says whether frames end with a check sequence, which is no part of what we count.
        this.linkType = header.getInt(20) & 0xffff;
    }

    @Override
    public @Nullable CapturedPacket next() throws IOException {
        if (in.isAtEnd()) {
            return null;
        }
        long offset = in.offset();
        ByteBuffer header = in.take(PACKET_HEADER, "the header of a packet");
        long seconds = Integer.toUnsignedLong(header.getInt(0));
        long fraction = Integer.toUnsignedLong(header.getInt(4));
        long captured = Integer.toUnsignedLong(header.getInt(8));
        long wire = Integer.toUnsignedLong(header.getInt(12));
        if (captured > longestCaptured) {
            throw CaptureException.corrupt(
                    offset,
                    "the header of a packet says that %,d octets of it were captured, more than the %,d there can be"
                            .formatted(captured, longestCaptured));
        }
        ByteBuffer data = in.takeHead(captured, "a packet");
        long nanos = seconds * 1_000_000_000L + fraction * nanosPerUnit;
        return new CapturedPacket(linkType, nanos, Math.max(wire, captured), data);
    }
}
