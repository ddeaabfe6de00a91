package io.turnpike.node.sync;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sends back what it is sent, over TCP and UDP. Make it on a thread in its namespace. */
public final class EchoServer implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final DatagramChannel datagrams;

    public EchoServer(int port) throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(port));
        datagrams = DatagramChannel.open().bind(new InetSocketAddress("10.0.0.11", port));
        Thread.ofVirtual().start(this::accept);
        Thread.ofVirtual().start(this::answer);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                Thread.ofVirtual().start(() -> echo(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void echo(SocketChannel connection) {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        try (connection) {
            while (connection.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    connection.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private void answer() {
        ByteBuffer buffer = ByteBuffer.allocate(2000);
        try {
            while (true) {
                buffer.clear();
                SocketAddress asking = datagrams.receive(buffer);
                buffer.flip();
                datagrams.send(buffer, asking);
            }
        } catch (ClosedChannelException e) {
            // The end of the test.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        datagrams.close();
    }
}
