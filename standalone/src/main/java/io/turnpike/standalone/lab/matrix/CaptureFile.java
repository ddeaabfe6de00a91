package io.turnpike.standalone.lab.matrix;

import io.turnpike.flow.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads what tcpdump wrote of any interface ({@code -i any}, Linux cooked v2) so far; a packet cut short ends it. */
final class CaptureFile {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int COOKED = 20;
    private static final int COOKED_LINK_TYPE = 276;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int IPV6_HEADER = 40;

    private CaptureFile() {}

    static List<Packet> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (in.limit() < FILE_HEADER) {
            return List.of();
        }
        if (in.getInt(20) != COOKED_LINK_TYPE) {
            throw new IOException(file + " has the link type " + in.getInt(20) + ", expected " + COOKED_LINK_TYPE);
        }
        List<Packet> packets = new ArrayList<>();
        int at = FILE_HEADER;
        while (at + RECORD_HEADER <= in.limit()) {
            Instant time = Instant.ofEpochSecond(
                    Integer.toUnsignedLong(in.getInt(at)), TimeUnit.MICROSECONDS.toNanos(in.getInt(at + 4)));
            int captured = in.getInt(at + 8);
            at += RECORD_HEADER;
            if (at + captured > in.limit()) {
                break;
            }
            packet(time, in.slice(at, captured).order(ByteOrder.BIG_ENDIAN)).ifPresent(packets::add);
            at += captured;
        }
        return packets;
    }

    private static Optional<Packet> packet(Instant time, ByteBuffer cooked) {
        if (cooked.limit() < COOKED) {
            return Optional.empty();
        }
        int type = Short.toUnsignedInt(cooked.getShort(0));
        ByteBuffer ip = cooked.slice(COOKED, cooked.limit() - COOKED);
        if (type == IPV4 && ip.limit() >= 20) {
            int header = (ip.get(0) & 0xf) * 4;
            return Optional.of(packet(
                    time, address(ip, 12, 4), address(ip, 16, 4), ip.get(9) & 0xff, ip, header, unsigned(ip, 2)));
        }
        if (type == IPV6 && ip.limit() >= IPV6_HEADER) {
            return Optional.of(packet(
                    time,
                    address(ip, 8, 16),
                    address(ip, 24, 16),
                    ip.get(6) & 0xff,
                    ip,
                    IPV6_HEADER,
                    IPV6_HEADER + unsigned(ip, 4)));
        }
        return Optional.empty();
    }

    private static Packet packet(
            Instant time, String source, String destination, int protocol, ByteBuffer ip, int header, int octets) {
        boolean ports = (protocol == 6 || protocol == 17) && ip.limit() >= header + 4;
        boolean icmp = (protocol == 1 || protocol == 58) && ip.limit() > header;
        int type = icmp ? ip.get(header) & 0xff : -1;
        boolean request = type == (protocol == 1 ? 8 : 128);
        boolean reply = type == (protocol == 1 ? 0 : 129);
        return new Packet(
                time,
                source,
                destination,
                protocol,
                ports ? unsigned(ip, header) : 0,
                ports ? unsigned(ip, header + 2) : 0,
                icmp && (request || reply),
                icmp && request,
                octets);
    }

    private static int unsigned(ByteBuffer in, int at) {
        return Short.toUnsignedInt(in.getShort(at));
    }

    private static String address(ByteBuffer in, int at, int length) {
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        return IpAddress.ofBytes(bytes).toString();
    }
}
