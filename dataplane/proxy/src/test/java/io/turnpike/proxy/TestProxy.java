package io.turnpike.proxy;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.turnpike.flow.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.jspecify.annotations.NullMarked;

/** A proxy with one HTTP listener on loopback. */
@NullMarked
final class TestProxy implements AutoCloseable {
    /** Short where a test has to wait for it, long where it must not happen. */
    static final Timeouts TIMEOUTS = new Timeouts(10_000, 60_000, 30_000, 3_000, 60_000, 15_000, 5_000, 2_000);

    final int port = freePort();
    final ProxyServer server;

    TestProxy(Backend... backends) {
        this(1, TIMEOUTS, backends);
    }

    TestProxy(int threads, Timeouts timeouts, Backend... backends) {
        server = new ProxyServer(
                TestRegistry.PROXY, threads, new DefaultThreadFactory("test-proxy"), new NoTls(), timeouts);
        serve(backends);
    }

    void serve(Backend... backends) {
        server.apply(new TestRegistry("127.0.0.1").http(port, backends).build());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    RawConnection connect() {
        return new RawConnection(port);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
