package io.turnpike.standalone.lab;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;

/** One UDP flow with a numbered datagram every 10 ms; says how many in a row had no answer. */
@NullMarked
final class EchoProbe implements AutoCloseable {
    static final int MILLIS_BETWEEN = 10;

    private final DatagramChannel channel;
    private final Thread sender;
    private final Thread receiver;
    private volatile int sent;
    private volatile int answered;
    private volatile int longestGap;

    EchoProbe(String host, String client, int port, InetSocketAddress service) throws IOException {
        try (NetworkNamespace namespace =
                new NetworkNamespace(Lab.namespace(host).toString())) {
            channel = namespace.call(() -> DatagramChannel.open().bind(new InetSocketAddress(client, port)));
            channel.connect(service);
        }
        receiver = Thread.ofPlatform().daemon().start(this::receive);
        sender = Thread.ofPlatform().daemon().start(this::send);
    }

    private void send() {
        long next = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, sent));
            } catch (IOException e) {
                // Refused, or closed: then the receiver ends as well.
            }
            sent++;
            next += MILLIS_BETWEEN * 1_000_000L;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void receive() {
        ByteBuffer answer = ByteBuffer.allocate(64);
        int expected = 0;
        while (channel.isOpen()) {
            try {
                channel.read(answer.clear());
                int number = answer.getInt(0);
                longestGap = Math.max(longestGap, number - expected);
                expected = Math.max(expected, number + 1);
                answered++;
            } catch (IOException e) {
                // An ICMP error, or closed.
            }
        }
    }

    int answered() {
        return answered;
    }

    /** Forgets the gaps so far. */
    void forget() {
        longestGap = 0;
    }

    /** The longest time without an answer, in milliseconds of the sender. */
    int longestGapMillis() {
        return longestGap * MILLIS_BETWEEN;
    }

    @Override
    public void close() throws IOException {
        sender.interrupt();
        channel.close();
        receiver.interrupt();
    }
}
