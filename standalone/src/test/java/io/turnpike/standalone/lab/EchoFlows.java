package io.turnpike.standalone.lab;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Many UDP flows of a client to an echo service, a datagram each. */
@NullMarked
final class EchoFlows {
    private static final int AT_ONCE = 250;
    private static final int ATTEMPTS = 3;
    private static final long PATIENCE_MILLIS = 1_000;

    private EchoFlows() {}

    /** Opens flows from {@code count} ports of the client; how many were answered. */
    static int answered(String host, String client, int firstPort, int count, InetSocketAddress service)
            throws IOException {
        int answered = 0;
        try (NetworkNamespace namespace =
                new NetworkNamespace(Lab.namespace(host).toString())) {
            for (int done = 0; done < count; done += AT_ONCE) {
                int first = firstPort + done;
                int batch = Math.min(AT_ONCE, count - done);
                answered += batch(namespace.call(() -> open(client, first, batch, service)));
            }
        }
        return answered;
    }

    private static List<DatagramChannel> open(String client, int firstPort, int count, InetSocketAddress service)
            throws IOException {
        List<DatagramChannel> channels = new ArrayList<>();
        for (int port = firstPort; port < firstPort + count; port++) {
            DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(client, port));
            channel.connect(service);
            channel.configureBlocking(false);
            channels.add(channel);
        }
        return channels;
    }

    private static int batch(List<DatagramChannel> channels) throws IOException {
        List<DatagramChannel> waiting = new ArrayList<>(channels);
        try (Selector selector = Selector.open()) {
            for (DatagramChannel channel : channels) {
                channel.register(selector, SelectionKey.OP_READ, channel);
            }
            for (int attempt = 0; attempt < ATTEMPTS && !waiting.isEmpty(); attempt++) {
                for (DatagramChannel channel : waiting) {
                    channel.write(ByteBuffer.allocate(32));
                }
                while (!waiting.isEmpty() && selector.select(PATIENCE_MILLIS) > 0) {
                    take(selector, waiting);
                }
            }
        }
        for (DatagramChannel channel : channels) {
            channel.close();
        }
        return channels.size() - waiting.size();
    }

    private static void take(Selector selector, List<DatagramChannel> waiting) throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            DatagramChannel channel = (DatagramChannel) key.attachment();
            if (channel.read(ByteBuffer.allocate(64)) > 0) {
                waiting.remove(channel);
            }
        }
        selector.selectedKeys().clear();
    }
}
