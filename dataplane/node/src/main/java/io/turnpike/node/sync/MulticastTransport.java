package io.turnpike.node.sync;

import io.turnpike.flow.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;

/** Datagrams to a multicast group on one interface. Make it on a thread in the network namespace of the interface. */
final class MulticastTransport implements Transport, AutoCloseable {
    private static final int RECEIVE_BUFFER_OCTETS = 8 << 20;
    private static final int SEND_BUFFER_OCTETS = 4 << 20;

    private final InetSocketAddress group;
    private final NetworkInterface networkInterface;
    private final DatagramChannel channel;
    private final Selector selector;
    private final AtomicLong failures = new AtomicLong();

    MulticastTransport(SyncConfig config) throws IOException {
        group = config.group();
        networkInterface = NetworkInterface.getByName(config.networkInterface());
        if (networkInterface == null) {
            throw new IllegalArgumentException(
                    "TURNPIKE_SYNC_INTERFACE: there is no interface " + config.networkInterface());
        }
        boolean ipv4 = group.getAddress() instanceof Inet4Address;
        channel = DatagramChannel.open(ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_OCTETS);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_OCTETS);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
        channel.bind(group);
        channel.join(group.getAddress(), networkInterface);
        channel.configureBlocking(false);
        selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Of the interface: of IPv4 if it has one. */
    IpAddress address() {
        InetAddress found = null;
        for (InetAddress address : Collections.list(networkInterface.getInetAddresses())) {
            if (found == null || (found instanceof Inet6Address && address instanceof Inet4Address)) {
                found = address;
            }
        }
        if (found == null) {
            throw new IllegalArgumentException(
                    "TURNPIKE_SYNC_INTERFACE: " + networkInterface.getName() + " has no address");
        }
        String text = found.getHostAddress();
        int scope = text.indexOf('%');
        return IpAddress.parse(scope < 0 ? text : text.substring(0, scope));
    }

    @Override
    public void send(ByteBuffer datagram) {
        try {
            // What does not fit is lost, as on the wire, and is repaired in the same way.
            channel.send(datagram, group);
        } catch (IOException e) {
            failures.incrementAndGet();
        }
    }

    long failures() {
        return failures.get();
    }

    /** Waits until there is something to receive, or so many milliseconds. */
    void await(int millis) {
        try {
            selector.select(millis);
            selector.selectedKeys().clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills the buffer with the next datagram; false if there is none. */
    boolean receive(ByteBuffer buffer) {
        buffer.clear();
        try {
            if (channel.receive(buffer) == null) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        buffer.flip();
        return true;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
