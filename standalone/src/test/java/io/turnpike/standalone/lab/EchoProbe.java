package io.turnpike.standalone.lab;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;

/** One UDP flow with a numbered datagram every 10 ms; says how many in a row had no answer. */
@NullMarked
final class EchoProbe implements AutoCloseable {
    static final int MILLIS_BETWEEN = 10;

    private final DatagramChannel channel;
    private final Thread sender;
    private final Thread receiver;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger longestGap = new AtomicInteger();

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
        int sent = 0;
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
                longestGap.accumulateAndGet(number - expected, Math::max);
                expected = Math.max(expected, number + 1);
                answered.incrementAndGet();
            } catch (IOException e) {
                // An ICMP error, or closed.
            }
        }
    }

    int answered() {
        return answered.get();
    }

    /** Forgets the gaps so far. */
    void forget() {
        longestGap.set(0);
    }

    /** The longest time without an answer, in milliseconds of the sender. */
    int longestGapMillis() {
        return longestGap.get() * MILLIS_BETWEEN;
    }

    @Override
    public void close() throws IOException {
        sender.interrupt();
        channel.close();
        receiver.interrupt();
    }
}
