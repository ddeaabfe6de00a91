package io.turnpike.proxy;

import io.turnpike.flow.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/** A backend that does on each connection what a test tells it, octet by octet. */
@NullMarked
final class ScriptedBackend implements AutoCloseable {
    private final ServerSocket socket;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();

    interface Script {
        /** Serves a connection; they are numbered from 1. */
        void run(RawConnection connection, int number);
    }

    ScriptedBackend(Script script) {
        this.script = script;
        try {
            socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers every request of a connection with the same octets. */
    static ScriptedBackend always(String response) {
        return new ScriptedBackend((connection, number) -> {
            while (true) {
                connection.readHead();
                connection.send(response);
            }
        });
    }

    Backend backend() {
        return TestRegistry.backend(socket.getLocalPort(), 1);
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket accepted = socket.accept();
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> run(accepted, number));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void run(Socket accepted, int number) {
        try (RawConnection connection = new RawConnection(accepted)) {
            script.run(connection, number);
        } catch (UncheckedIOException e) {
            // The proxy closed it.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
