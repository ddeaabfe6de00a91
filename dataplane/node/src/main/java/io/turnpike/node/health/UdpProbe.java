package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.HealthCheck.Udp;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A datagram to a server. The channel is connected, so that only the server's datagrams come in, and its ICMP port
 * unreachable as a failure.
 */
final class UdpProbe {
    private final ProbeSockets sockets;

    UdpProbe(ProbeSockets sockets) {
        this.sockets = sockets;
    }

    ProbeOutcome probe(Endpoint server, Udp probe, Deadline deadline) {
        DatagramChannel channel;
        try {
            channel = sockets.udp(server.address());
        } catch (IOException e) {
            return new ProbeOutcome.NotSent(String.valueOf(e.getMessage()));
        }
        try (channel) {
            channel.connect(ProbeSockets.socketAddress(server.address(), server.port()));
            channel.write(ByteBuffer.wrap(octets(probe.request())));
            return answer(channel, probe, deadline);
        } catch (IOException e) {
            return new ProbeOutcome.Bad(NetworkProber.why(e));
        }
    }

    private static ProbeOutcome answer(DatagramChannel channel, Udp probe, Deadline deadline) throws IOException {
        byte[] wanted = octets(probe.response());
        // What is longer is cut off: only its beginning is asked for.
        DatagramPacket answer = new DatagramPacket(new byte[Math.max(1, wanted.length)], Math.max(1, wanted.length));
        try {
            channel.socket().setSoTimeout(deadline.millisLeft());
            channel.socket().receive(answer);
        } catch (SocketTimeoutException e) {
            return wanted.length == 0 ? ProbeOutcome.GOOD : new ProbeOutcome.Bad(NetworkProber.why(e));
        }
        return beginsWith(answer, wanted) ? ProbeOutcome.GOOD : new ProbeOutcome.Bad("another response");
    }

    private static boolean beginsWith(DatagramPacket answer, byte[] wanted) {
        return answer.getLength() >= wanted.length
                && Arrays.equals(answer.getData(), 0, wanted.length, wanted, 0, wanted.length);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
