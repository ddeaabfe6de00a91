package io.turnpike.replay.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a capture from its beginning to its end, a packet at a time. */
public abstract sealed class CaptureReader permits PcapReader, PcapngReader {
    private static final int MAGIC_OCTETS = 4;

    /** What else people hand in, by how it begins. */
    private record Mistaken(String begin, String what) {}

    private static final List<Mistaken> MISTAKEN = List.of(
            new Mistaken("1f8b", "it is compressed: gunzip -c FILE | ./turnpike replay -"),
            new Mistaken("28b52ffd", "it is compressed: zstd -dc FILE | ./turnpike replay -"),
            new Mistaken("fd377a58", "it is compressed: xz -dc FILE | ./turnpike replay -"),
            new Mistaken("04224d18", "it is compressed: lz4 -dc FILE | ./turnpike replay -"),
            new Mistaken("425a68", "it is compressed: bzip2 -dc FILE | ./turnpike replay -"),
            new Mistaken("504b0304", "it is a zip archive"),
            new Mistaken("736e6f6f", "it is a snoop capture: editcap -F pcapng turns it into one"),
            new Mistaken(
                    "474d4255", "it is a capture of Microsoft's Network Monitor: editcap -F pcapng turns it into one"),
            new Mistaken("58435000", "it is a NetXRay capture: editcap -F pcapng turns it into one"),
            new Mistaken("a1b2cd34", "it is a pcap of Kuznetzov's variant: editcap -F pcap turns it into one"),
            new Mistaken("34cdb2a1", "it is a pcap of Kuznetzov's variant: editcap -F pcap turns it into one"));

    /**
     * Tells by the first octets what the file is.
     *
     * @throws CaptureException if it is no capture, or its header cannot be read
     */
    public static CaptureReader open(InputStream in) throws IOException {
        CaptureInput input = new CaptureInput(in);
        ByteBuffer begin = input.peek(MAGIC_OCTETS);
        if (begin.remaining() == 0) {
            throw new CaptureException(0, "the file is empty: not even the header of a capture is there");
        }
        byte[] octets = new byte[begin.remaining()];
        begin.get(octets);
        if (octets.length == MAGIC_OCTETS) {
            int magic = ByteBuffer.wrap(octets).getInt();
            if (magic == PcapngReader.MAGIC) {
                return new PcapngReader(input);
            }
            if (PcapReader.isMagic(magic)) {
                return new PcapReader(input);
            }
        }
        throw new CaptureException(0, "not a pcap or pcapng file: " + why(octets));
    }

    private static String why(byte[] begin) {
        String hex = HexFormat.of().formatHex(begin);
        for (Mistaken mistaken : MISTAKEN) {
            if (hex.startsWith(mistaken.begin())) {
                return mistaken.what();
            }
        }
        if (begin.length < MAGIC_OCTETS) {
            return "it has " + begin.length + " octets";
        }
        return "it begins with 0x" + hex + ", expected 0xa1b2c3d4, 0xa1b23c4d (in either byte order) or 0x0a0d0d0a";
    }

    /**
     * The next packet, or null at the end of the file.
     *
     * @throws CaptureException if the file ends inside of it, or what stands there is no packet; then nothing further can
     *     be read
     */
    public abstract @Nullable CapturedPacket next() throws IOException;
}
