package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners appear, change and go; the proxy stops. */
@NullMarked
class ListenersIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final EchoBackend first = new EchoBackend();
    private final EchoBackend second = new EchoBackend();
    private final TestProxy proxy = new TestProxy(2, TestProxy.TIMEOUTS, first.backend(1));

    @AfterEach
    void close() {
        proxy.close();
        first.close();
        second.close();
    }

    private static String get(RawConnection connection) {
        connection.send(GET);
        return connection.readHead() + connection.read(5);
    }

    @Test
    void shouldChangeBackendsUnderAConnection() {
        try (RawConnection connection = proxy.connect()) {
            assertThat(get(connection)).endsWith("hello");
            proxy.serve(second.backend(1));
            assertThat(get(connection)).endsWith("hello");
            proxy.serve();
            connection.send(GET);
            assertThat(connection.readHead()).startsWith("HTTP/1.1 503 ");
        }
        assertThat(first.requests).hasValue(1);
        assertThat(second.requests).hasValue(1);
    }

    @Test
    void shouldLeaveConnectionsOfOtherListenersAlone() {
        int other = TestProxy.freePort();
        try (RawConnection connection = proxy.connect()) {
            assertThat(get(connection)).endsWith("hello");
            proxy.server.apply(new TestRegistry("127.0.0.1")
                    .http(proxy.port, first.backend(1))
                    .http(other, second.backend(1))
                    .build());
            try (RawConnection appeared = new RawConnection(other)) {
                assertThat(get(appeared)).endsWith("hello");
                proxy.serve(first.backend(1));
                assertThat(appeared.readAll())
                        .as("closed when its listener went")
                        .isEmpty();
            }
            assertThat(get(connection)).endsWith("hello");
        }
        assertThatThrownBy(() -> new RawConnection(other)).hasMessageContaining("refused");
    }

    @Test
    void shouldListenOnAnIpv6AddressThatIsNotThereYet() {
        proxy.server.apply(new TestRegistry("2001:db8:5::10").http(proxy.port).build());
        assertThat(proxy.server.problems()).isEmpty();
    }

    @Test
    void shouldServeIpv6() throws Exception {
        try (EchoBackend backend = new EchoBackend("::1")) {
            proxy.server.apply(new TestRegistry("::1")
                    .http(proxy.port, backend.backend(1))
                    .local("::1/128")
                    .build());
            var response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://[::1]:" + proxy.port + "/"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("hello");
            assertThat(backend.heads.remove()).contains("x-forwarded-for: 0:0:0:0:0:0:0:1\n");
        }
    }

    @Test
    void shouldSayWhereItCannotListen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            proxy.server.apply(
                    new TestRegistry("127.0.0.1").http(taken.getLocalPort()).build());
            assertThat(proxy.server.problems()).singleElement().asString().contains("cannot listen on 127.0.0.1:");
            try (ProxyStatus status = new ProxyStatus(0, proxy.server, new NoTls())) {
                var health = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + status.port() + "/health"))
                                        .build(),
                                BodyHandlers.ofString());
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(health.body()).contains("\"DOWN\"", "cannot listen");
            }
        }
    }

    @Test
    void shouldFinishWhatIsInFlightWhenItStops() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedBackend backend = new ScriptedBackend((connection, number) -> {
                    connection.readHead();
                    arrived.countDown();
                    await(answer);
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                });
                RawConnection busy = proxy.connect();
                RawConnection idle = proxy.connect()) {
            proxy.serve(backend.backend());
            busy.send(GET);
            await(arrived);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(proxy::close);
            assertThat(idle.readAll()).isEmpty();
            assertThatThrownBy(proxy::connect).hasMessageContaining("refused");
            answer.countDown();
            assertThat(busy.readAll()).contains("connection: close").endsWith("hello");
            stopped.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
