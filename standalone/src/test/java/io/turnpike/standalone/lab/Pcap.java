package io.turnpike.standalone.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** Layer-3 octets and packets of a capture (tcpdump -w, Ethernet), by direction as seen from one address. */
@NullMarked
record Pcap(long sentOctets, long sentPackets, long receivedOctets, long receivedPackets) {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET = 14;

    static Pcap read(Path file, String address) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        long[] sums = new long[4];
        int at = FILE_HEADER;
        while (at + RECORD_HEADER <= in.limit()) {
            int captured = in.getInt(at + 8);
            if (at + RECORD_HEADER + captured > in.limit()) {
                break;
            }
            int ip = at + RECORD_HEADER + ETHERNET;
            if (in.getShort(ip - 2) == 0x0008 && captured >= ETHERNET + 20) {
                int octets = Short.toUnsignedInt(Short.reverseBytes(in.getShort(ip + 2)));
                boolean sent = address(in, ip + 12).equals(address);
                sums[sent ? 0 : 2] += octets;
                sums[sent ? 1 : 3]++;
            }
            at += RECORD_HEADER + captured;
        }
        return new Pcap(sums[0], sums[1], sums[2], sums[3]);
    }

    private static String address(ByteBuffer in, int at) {
        return (in.get(at) & 0xff) + "." + (in.get(at + 1) & 0xff) + "." + (in.get(at + 2) & 0xff) + "."
                + (in.get(at + 3) & 0xff);
    }
}
