package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.HealthCheck.Http;
import io.turnpike.flow.HealthCheck.Tcp;
import io.turnpike.flow.HealthCheck.Udp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;

/** Probes over the network of the node. */
final class NetworkProber implements Prober {
    private final ProbeSockets sockets;

    NetworkProber(ProbeSockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public ProbeOutcome probe(ProbeTarget target) {
        Deadline deadline = Deadline.in(target.check().timeoutSeconds());
        return switch (target.check().probe()) {
            case Tcp tcp -> overTcp(target.server(), deadline, socket -> ProbeOutcome.GOOD);
            case Http http ->
                overTcp(target.server(), deadline, socket -> http(http, target.server(), socket, deadline));
            case Udp udp -> new UdpProbe(sockets).probe(target.server(), udp, deadline);
        };
    }

    /** What follows the connection. */
    private interface Conversation {
        ProbeOutcome with(Socket connected) throws IOException;
    }

    private ProbeOutcome overTcp(Endpoint server, Deadline deadline, Conversation conversation) {
        SocketChannel channel;
        try {
            channel = sockets.tcp(server.address());
        } catch (IOException e) {
            return new ProbeOutcome.NotSent(String.valueOf(e.getMessage()));
        }
        try (channel) {
            channel.socket()
                    .connect(ProbeSockets.socketAddress(server.address(), server.port()), deadline.millisLeft());
            return conversation.with(channel.socket());
        } catch (IOException e) {
            return new ProbeOutcome.Bad(why(e));
        }
    }

    private static ProbeOutcome http(Http http, Endpoint server, Socket socket, Deadline deadline) throws IOException {
        String address = server.address().isIpv4() ? server.address().toString() : "[" + server.address() + "]";
        socket.getOutputStream().write(StatusLine.request(http, address));
        StatusLine line = StatusLine.read(socket, deadline);
        return line.isOneOf(http) ? ProbeOutcome.GOOD : new ProbeOutcome.Bad("status " + line.status());
    }

    static String why(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException e -> "no answer in time";
            case PortUnreachableException e -> "port unreachable";
            case ConnectException e -> "connection refused or not routed: " + e.getMessage();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
