package io.turnpike.node;

import io.turnpike.flow.IpAddress;
import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the link addresses of some neighbours known to the kernel. The packet path hands packets to them by its table of
 * neighbours and cannot ask for one itself, so now and then an empty datagram goes to the discard port of each: to send
 * it the kernel asks, and asks again when the answer has become old.
 */
final class NeighbourKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NeighbourKeeper.class);
    private static final int SECONDS_BETWEEN_DATAGRAMS = 3;
    private static final int DISCARD_PORT = 9;

    private final DatagramChannel channel;
    private final BlockingQueue<List<IpAddress>> changes = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("neighbours").daemon().unstarted(this::run);

    NeighbourKeeper(NetworkNamespace namespace) {
        this.channel = namespace.call(DatagramChannel::open);
    }

    void start() {
        thread.start();
    }

    /** From now on these; the first datagrams leave at once. */
    void keep(List<IpAddress> addresses) {
        changes.add(List.copyOf(addresses));
    }

    private void run() {
        List<IpAddress> neighbours = List.of();
        try {
            while (true) {
                List<IpAddress> changed = changes.poll(SECONDS_BETWEEN_DATAGRAMS, TimeUnit.SECONDS);
                neighbours = changed == null ? neighbours : changed;
                neighbours.forEach(this::send);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(IpAddress neighbour) {
        try {
            channel.send(ByteBuffer.allocate(0), new InetSocketAddress(inetAddress(neighbour), DISCARD_PORT));
        } catch (IOException e) {
            LOG.debug("{} is not reachable now: {}", neighbour, e.toString());
        }
    }

    private static InetAddress inetAddress(IpAddress address) {
        try {
            // The mapped form of an IPv4 address becomes an Inet4Address.
            return InetAddress.getByAddress(address.toBytes());
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        channel.close();
    }
}
