package io.turnpike.node.health;

import io.turnpike.flow.IpAddress;
import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Sockets in the node's network namespace that send from its checker's addresses. */
final class ProbeSockets {
    private final NetworkNamespace namespace;
    private volatile List<IpAddress> sources = List.of();

    ProbeSockets(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /** From now on probes come from these, at most one an address family. */
    void sources(List<IpAddress> addresses) {
        sources = List.copyOf(addresses);
    }

    /** One that leaves nothing behind when it is closed: no FIN, and no port that waits for late segments. */
    SocketChannel tcp(IpAddress server) throws IOException {
        SocketChannel channel = bound(server, () -> SocketChannel.open(family(server)));
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        return channel;
    }

    DatagramChannel udp(IpAddress server) throws IOException {
        return bound(server, () -> DatagramChannel.open(family(server)));
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    private <T extends NetworkChannel> T bound(IpAddress server, Opening<T> opening) throws IOException {
        IpAddress source = sources.stream()
                .filter(address -> address.isIpv4() == server.isIpv4())
                .findFirst()
                .orElseThrow(() -> new IOException("this node has no checker's address to reach " + server
                        + " from: give it a range of at least two local addresses of that family"));
        T channel = namespace.call(opening::open);
        try {
            channel.bind(socketAddress(source, 0));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static ProtocolFamily family(IpAddress address) {
        return address.isIpv4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    static InetSocketAddress socketAddress(IpAddress address, int port) {
        try {
            // The mapped form of an IPv4 address becomes an Inet4Address.
            return new InetSocketAddress(InetAddress.getByAddress(address.toBytes()), port);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }
}
