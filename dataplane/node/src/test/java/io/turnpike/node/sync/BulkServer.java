package io.turnpike.node.sync;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends as fast as it may to whoever connects, and to whoever asks in a datagram (bits per second, milliseconds) just as
 * fast as that, for so long.
 */
final class BulkServer implements AutoCloseable {
    /** Of a datagram with its headers. */
    static final int DATAGRAM_OCTETS = 1428;

    private final ServerSocket stream;
    private final DatagramSocket datagrams;

    BulkServer(Host host, InetSocketAddress address) {
        stream = host.call(() -> new ServerSocket(address.getPort(), 50, address.getAddress()));
        datagrams = host.call(() -> new DatagramSocket(address));
        Thread.ofPlatform().daemon().start(this::accept);
        Thread.ofPlatform().daemon().start(this::answer);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = stream.accept();
                Thread.ofPlatform().daemon().start(() -> send(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void send(Socket socket) {
        byte[] content = new byte[1 << 16];
        try (socket) {
            while (true) {
                socket.getOutputStream().write(content);
            }
        } catch (IOException e) {
            // The client has had enough.
        }
    }

    private void answer() {
        try {
            DatagramPacket question = new DatagramPacket(new byte[16], 16);
            while (true) {
                datagrams.receive(question);
                ByteBuffer wish = ByteBuffer.wrap(question.getData());
                InetSocketAddress asking = (InetSocketAddress) question.getSocketAddress();
                long bitsPerSecond = wish.getLong();
                long millis = wish.getLong();
                Thread.ofPlatform().daemon().start(() -> flood(asking, bitsPerSecond, millis));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void flood(InetSocketAddress to, long bitsPerSecond, long millis) {
        byte[] payload = new byte[DATAGRAM_OCTETS - 28];
        long start = System.nanoTime();
        long sent = 0;
        for (long now = start; now - start < millis * 1_000_000; now = System.nanoTime()) {
            if (sent * 8.0 * 1e9 > (double) bitsPerSecond * (now - start)) {
                LockSupport.parkNanos(200_000);
                continue;
            }
            try {
                datagrams.send(new DatagramPacket(payload, payload.length, to));
            } catch (IOException e) {
                return; // Closed.
            }
            sent += DATAGRAM_OCTETS;
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
        datagrams.close();
    }
}
