package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Choice of backends, the pool, and backends that fail. */
@NullMarked
class UpstreamIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Timeouts SHORT = new Timeouts(300, 600, 300, 300, 300, 200, 5_000, 500);

    private final EchoBackend first = new EchoBackend();
    private final EchoBackend second = new EchoBackend();
    private TestProxy proxy = new TestProxy();

    @AfterEach
    void close() {
        proxy.close();
        first.close();
        second.close();
    }

    private String get() {
        return send(GET.replace("Host", "Connection: close\r\nHost"));
    }

    private String send(String request) {
        try (RawConnection connection = proxy.connect()) {
            return connection.send(request).readAll();
        }
    }

    @Test
    void shouldShareByWeight() {
        proxy.serve(first.backend(3), second.backend(1), TestRegistry.backend(TestProxy.freePort(), 0));
        IntStream.range(0, 40).forEach(i -> get());
        assertThat(List.of(first.requests.get(), second.requests.get())).containsExactly(30, 10);
    }

    @Test
    void shouldUseConnectionsAgain() {
        proxy.serve(first.backend(1));
        IntStream.range(0, 20).forEach(i -> get());
        assertThat(first.peers.stream().distinct()).hasSize(1);
        assertThat(proxy.server.metrics().upstreamReuses.sum()).isEqualTo(19);
        assertThat(proxy.server.metrics().text()).contains("turnpike_proxy_requests_total{class=\"2xx\"} 20\n");
    }

    @Test
    void shouldCloseConnectionsThatWaitTooLong() {
        proxy.close();
        proxy = new TestProxy(1, SHORT, first.backend(1));
        get();
        await().untilAsserted(() ->
                assertThat(proxy.server.metrics().upstreamOpen.sum()).isZero());
        assertThat(proxy.server.metrics().upstreamIdle.sum()).isZero();
    }

    @Test
    void shouldComeFromItsLocalAddress() throws Exception {
        proxy.server.apply(new TestRegistry("127.0.0.1")
                .http(proxy.port, first.backend(1))
                .local("fd64:2::1/128", "127.0.0.77/32")
                .build());
        get();
        assertThat(first.peers)
                .extracting(InetSocketAddress::getAddress)
                .containsExactly(InetAddress.getByAddress(new byte[] {127, 0, 0, 77}));
    }

    @Test
    void shouldGoOnToTheNextBackend() {
        proxy.serve(TestRegistry.backend(TestProxy.freePort(), 100), first.backend(1));
        IntStream.range(0, 5).forEach(i -> assertThat(get()).startsWith("HTTP/1.1 200 "));
        assertThat(proxy.server.metrics().upstreamErrors.sum())
                .as("it rests after it failed once")
                .isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(get()).startsWith("HTTP/1.1 503 ");
        proxy.serve(TestRegistry.backend(TestProxy.freePort(), 0));
        assertThat(get()).startsWith("HTTP/1.1 503 ");
        proxy.serve(TestRegistry.backend(TestProxy.freePort(), 1), TestRegistry.backend(TestProxy.freePort(), 1));
        assertThat(get()).startsWith("HTTP/1.1 502 ");
        try (RawConnection connection = proxy.connect()) {
            connection.send(GET.repeat(2));
            assertThat(connection.readHead()).startsWith("HTTP/1.1 502 ").doesNotContain("close");
        }
    }

    @Test
    void shouldTimeOut() {
        try (ScriptedBackend silent = new ScriptedBackend((connection, number) -> connection.readAll())) {
            proxy.close();
            proxy = new TestProxy(1, SHORT, silent.backend());
            assertThat(get()).startsWith("HTTP/1.1 504 ");
        }
    }

    @Test
    void shouldBoundSlowClients() {
        proxy.close();
        proxy = new TestProxy(1, SHORT, first.backend(1));
        assertThat(send("")).isEmpty();
        assertThat(send("GET / HT")).startsWith("HTTP/1.1 408 ");
        assertThat(send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhell"))
                .startsWith("HTTP/1.1 408 ");
        try (RawConnection connection = proxy.connect()) {
            connection.send(GET).readHead();
            assertThat(connection.read(5)).isEqualTo("hello");
            assertThat(connection.readAll()).as("idle").isEmpty();
        }
    }

    @Test
    void shouldAskAgainWhenAPooledConnectionWasStale() {
        try (ScriptedBackend backend = new ScriptedBackend((connection, number) -> {
            connection.readHead();
            connection.send(OK);
            if (number == 1) {
                connection.readHead();
            } else {
                connection.readAll();
            }
        })) {
            proxy.serve(backend.backend());
            assertThat(get()).startsWith("HTTP/1.1 200 ");
            assertThat(get()).startsWith("HTTP/1.1 200 ");
            assertThat(backend.connections()).isEqualTo(2);
            assertThat(proxy.server.metrics().upstreamRetries.sum()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotAskAgainWhatIsNotIdempotent() {
        try (ScriptedBackend backend = new ScriptedBackend((connection, number) -> {
            connection.readHead();
            connection.send(OK);
            connection.readHead();
        })) {
            proxy.serve(backend.backend());
            assertThat(get()).startsWith("HTTP/1.1 200 ");
            assertThat(send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 502 ");
            assertThat(backend.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotPassAmbiguousResponsesOn() {
        for (String head : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "SSH-2.0-x\r\n\r\n")) {
            try (ScriptedBackend backend = ScriptedBackend.always(head)) {
                proxy.serve(backend.backend());
                assertThat(get()).as(head).startsWith("HTTP/1.1 502 ");
            }
        }
    }

    @Test
    void shouldLetTheClientSeeThatAResponseIsCutOff() {
        try (ScriptedBackend backend = new ScriptedBackend((connection, number) -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                });
                RawConnection connection = proxy.connect()) {
            proxy.serve(backend.backend());
            connection.send(GET);
            assertThat(connection.readHead()).contains("chunked");
            assertThat(catchThrowable(() -> connection.readThrough("0\r\n\r\n")))
                    .isNotNull();
        }
    }

    @Test
    void shouldReadABodyThatEndsWithTheConnection() {
        try (ScriptedBackend backend = new ScriptedBackend((connection, number) -> {
            connection.readHead();
            connection.send("HTTP/1.0 200 OK\r\n\r\nhello");
        })) {
            proxy.serve(backend.backend());
            assertThat(get()).contains("chunked").endsWith("5\r\nhello\r\n0\r\n\r\n");
        }
    }
}
