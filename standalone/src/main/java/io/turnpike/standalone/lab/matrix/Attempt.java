package io.turnpike.standalone.lab.matrix;

import io.turnpike.netns.NetworkNamespace;
import io.turnpike.standalone.lab.Command;
import io.turnpike.standalone.lab.Lab;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/** Makes real traffic of a probe; whether an answer came. */
final class Attempt {
    private static final String SECONDS_TO_CONNECT = "2";
    private static final String SECONDS_AT_MOST = "20";
    private static final int DATAGRAMS = 3;
    private static final int DATAGRAM_OCTETS = 700;
    private static final int MILLIS_FOR_AN_ANSWER = 1_000;

    private Attempt() {}

    static boolean answered(Probe probe) throws IOException {
        return switch (probe.protocol()) {
            case TCP -> downloads(probe);
            case UDP -> echoes(probe);
            case ICMP -> pings(probe);
        };
    }

    private static boolean downloads(Probe probe) throws IOException {
        String host = probe.ipv6() ? "[" + probe.target() + "]" : probe.target();
        return succeeds(
                probe.from(),
                List.of(
                        "curl",
                        "-s",
                        "-f",
                        "-g",
                        "-o",
                        "/dev/null",
                        "--connect-timeout",
                        SECONDS_TO_CONNECT,
                        "--max-time",
                        SECONDS_AT_MOST,
                        "http://" + host + ":" + probe.port() + "/64KiB"));
    }

    private static boolean pings(Probe probe) throws IOException {
        return succeeds(
                probe.from(),
                List.of("ping", "-q", "-n", "-c", "2", "-i", "0.2", "-W", "1", "-s", "500", probe.target()));
    }

    private static boolean succeeds(String host, List<String> command) throws IOException {
        return Command.attempt(Lab.inside(host, command), "").exitCode() == 0;
    }

    private static boolean echoes(Probe probe) throws IOException {
        try (NetworkNamespace namespace =
                        new NetworkNamespace(Lab.namespace(probe.from()).toString());
                DatagramChannel channel = namespace.call(() -> DatagramChannel.open(
                        probe.ipv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET))) {
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(probe.target(), probe.port()));
            int answers = 0;
            for (int i = 0; i < DATAGRAMS; i++) {
                channel.write(ByteBuffer.allocate(DATAGRAM_OCTETS + i));
                answers += hasAnswer(channel) ? 1 : 0;
            }
            return answers == DATAGRAMS;
        }
    }

    private static boolean hasAnswer(DatagramChannel channel) throws IOException {
        try (Selector selector = Selector.open()) {
            var key = channel.register(selector, SelectionKey.OP_READ);
            boolean readable = selector.select(MILLIS_FOR_AN_ANSWER) > 0;
            boolean read = readable && channel.read(ByteBuffer.allocate(2 * DATAGRAM_OCTETS)) > 0;
            key.cancel();
            return read;
        }
    }
}
