package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large bodies between a fast side and a slow one: what lies in the proxy stays bounded. */
@NullMarked
class BackPressureIT {
    private static final long BODY = 200L << 20;
    private static final long MOST = 32L << 20;
    /** What kernels may hold besides, on both connections. */
    private static final long MOST_ON_THE_WAY = 64L << 20;

    private final EchoBackend backend = new EchoBackend();
    private final TestProxy proxy = new TestProxy(backend.backend(1));

    @AfterEach
    void close() {
        proxy.close();
        backend.close();
    }

    private static long directMemory() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port));
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/octets?", "/chunked?"})
    void shouldHoldTheBackendBackForASlowReader(String path) throws IOException {
        try (Socket socket = connect()) {
            String request = "GET " + path + BODY + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            awaitStandstill();
            assertThat(readAll(socket.getInputStream())).isGreaterThan(BODY);
        }
    }

    @Test
    void shouldHoldTheClientBackForASlowBackend() throws IOException {
        try (ScriptedBackend slow = new ScriptedBackend((connection, number) -> {
                    connection.readHead();
                    for (long left = BODY; left > 0; left -= 1 << 20) {
                        connection.read(1 << 20);
                        assertThat(directMemory()).isLessThan(MOST);
                    }
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                });
                Socket socket = connect()) {
            proxy.serve(slow.backend());
            OutputStream out = socket.getOutputStream();
            out.write(("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + BODY + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] piece = new byte[1 << 20];
            for (long left = BODY; left > 0; left -= piece.length) {
                out.write(piece);
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void shouldHoldTheBackendBackForASlowReaderOfHttp2() throws Exception {
        Process curl = new ProcessBuilder(
                        "curl",
                        "-sN",
                        "--http2-prior-knowledge",
                        proxy.uri("/octets?" + BODY).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        awaitStandstill();
        assertThat(readAll(curl.getInputStream())).isEqualTo(BODY);
    }

    /** Nobody reads; the backend has to stop long before it is through. */
    private void awaitStandstill() {
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(200))
                .until(() -> backend.octetsSent.get() > 0
                        && before.getAndSet(backend.octetsSent.get()) == backend.octetsSent.get());
        assertThat(backend.octetsSent.get()).isLessThan(MOST_ON_THE_WAY);
        assertThat(directMemory()).isLessThan(MOST);
    }

    private static long readAll(InputStream in) throws IOException {
        byte[] piece = new byte[256 * 1024];
        long all = 0;
        int length;
        while ((length = in.read(piece)) >= 0) {
            all += length;
            assertThat(directMemory()).isLessThan(MOST);
        }
        return all;
    }
}
