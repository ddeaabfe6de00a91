package io.turnpike.standalone.lab;

import static org.awaitility.Awaitility.await;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;

/** Many downloads at once, each read a little four times a second, so that its connection lasts and is never idle. */
@NullMarked
final class SlowDownloads implements AutoCloseable {
    private static final int SMALL_WINDOW = 4096;
    private static final long NANOS_BETWEEN_READS = 250_000_000;
    private static final byte[] REQUEST =
            "GET /64MiB HTTP/1.1\r\nHost: lab\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<Stream> streams = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(2 * SMALL_WINDOW);
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicLong longestPauseNanos = new AtomicLong();
    private final Thread reader;

    private static final class Stream {
        private final SocketChannel channel;
        private long lastReadNanos;

        private Stream(SocketChannel channel) {
            this.channel = channel;
        }
    }

    SlowDownloads(String host, int count, String address) throws IOException {
        try (NetworkNamespace namespace =
                new NetworkNamespace(Lab.namespace(host).toString())) {
            for (int i = 0; i < count; i++) {
                streams.add(new Stream(namespace.call(() -> connected(address))));
            }
        }
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    private static SocketChannel connected(String address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW);
        channel.connect(new InetSocketAddress(address, 80));
        channel.write(ByteBuffer.wrap(REQUEST));
        channel.configureBlocking(false);
        return channel;
    }

    private void read() {
        long start = System.nanoTime();
        streams.forEach(stream -> stream.lastReadNanos = start);
        while (!Thread.currentThread().isInterrupted()) {
            streams.stream().filter(stream -> stream.channel.isOpen()).forEach(this::read);
            rounds.incrementAndGet();
            LockSupport.parkNanos(NANOS_BETWEEN_READS);
        }
    }

    private void read(Stream stream) {
        long now = System.nanoTime();
        try {
            longestPauseNanos.accumulateAndGet(now - stream.lastReadNanos, Math::max);
            if (stream.channel.read(buffer.clear()) > 0) {
                stream.lastReadNanos = now;
            }
        } catch (IOException e) {
            broken.incrementAndGet();
            close(stream);
        }
    }

    /** How often each was read. */
    int rounds() {
        return rounds.get();
    }

    /** How many were reset. */
    int broken() {
        return broken.get();
    }

    /** The longest time since the last call in which one of those that are not broken was not seen to move. */
    long longestPauseMillis() {
        return longestPauseNanos.getAndSet(0) / 1_000_000;
    }

    private static void close(Stream stream) {
        try {
            stream.channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        reader.interrupt();
        await().until(() -> !reader.isAlive());
        streams.forEach(SlowDownloads::close);
    }
}
