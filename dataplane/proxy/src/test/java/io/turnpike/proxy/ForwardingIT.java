package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a backend sees of a request, and a client of a response. */
@NullMarked
class ForwardingIT {
    private final EchoBackend backend = new EchoBackend();
    private final TestProxy proxy = new TestProxy(backend.backend(1));

    @AfterEach
    void close() {
        proxy.close();
        backend.close();
    }

    private String exchange(String request) {
        try (RawConnection connection = proxy.connect()) {
            return connection.send(request).readAll();
        }
    }

    @Test
    void shouldTellTheBackendWhoAsksAndKeepHopByHopFieldsBack() {
        exchange("""
                GET /a?b=c HTTP/1.1
                Host: shop.example:81
                Connection: close, X-Hop
                X-Hop: 1
                TE: trailers
                Keep-Alive: 5
                Proxy-Connection: x
                Upgrade: websocket
                X-Forwarded-For: 192.0.2.1
                X-Forwarded-Proto: gopher
                SLB-ID: forged
                X-Kept: yes

                """.replace("\n", "\r\n"));
        assertThat(backend.heads.remove())
                .startsWith("GET /a?b=c\n")
                .contains("host: shop.example:81\n")
                .contains("x-forwarded-for: 192.0.2.1, 127.0.0.1\n")
                .contains("x-forwarded-proto: http\n")
                .contains("slb-id: " + TestRegistry.SLB + "\n")
                .contains("x-kept: yes\n")
                .doesNotContain("x-hop", "te:", "keep-alive", "proxy-connection", "upgrade", "forged", "gopher");
    }

    @Test
    void shouldKeepHopByHopFieldsOfTheBackendBack() {
        assertThat(exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .toLowerCase(Locale.ROOT))
                .contains("connection: close")
                .doesNotContain("x-private");
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() {
        String get = "GET /octets?%d HTTP/1.1\r\nHost: a\r\n\r\n";
        try (RawConnection connection = proxy.connect()) {
            connection.send(get.formatted(1000) + get.formatted(1) + "POST /echo HTTP/1.1\r\nHost: a\r\n"
                    + "Content-Length: 3\r\n\r\nabc" + get.formatted(20));
            for (int length : new int[] {1000, 1}) {
                assertThat(connection.readHead()).containsIgnoringCase("content-length: " + length + "\r\n");
                connection.read(length);
            }
            assertThat(connection.readHead()).contains("chunked");
            assertThat(connection.readThrough("0\r\n\r\n")).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
            assertThat(connection.readHead()).containsIgnoringCase("content-length: 20\r\n");
        }
    }

    @Test
    void shouldServeManyPipelinedRequestsOnOneConnectionEachWay() {
        int many = 2000;
        try (RawConnection connection = proxy.connect()) {
            Thread.ofVirtual().start(() -> connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(many)));
            for (int i = 0; i < many; i++) {
                connection.readHead();
                assertThat(connection.read(5)).isEqualTo("hello");
            }
        }
        assertThat(backend.peers.stream().distinct()).hasSize(1);
    }

    @Test
    void shouldKnowResponsesWithoutBody() {
        try (RawConnection connection = proxy.connect()) {
            connection.send("HEAD /octets?500 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
            for (int status : new int[] {204, 304}) {
                connection.send("GET /status?" + status + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(connection.readHead())
                        .startsWith("HTTP/1.1 " + status)
                        .doesNotContainIgnoringCase("transfer-encoding");
            }
            connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(connection.readHead() + connection.read(5)).endsWith("hello");
        }
    }

    @Test
    void shouldServeHttp10() {
        assertThat(exchange("GET /chunked?5 HTTP/1.0\r\n\r\n"))
                .contains("connection: close\r\n")
                .doesNotContain("chunked")
                .endsWith("\r\n\r\n\0\0\0\0\0");
        assertThat(backend.heads.remove()).contains("host: 127.0.0.1\n");
        try (RawConnection connection = proxy.connect()) {
            connection.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(connection.readHead()).contains("connection: keep-alive\r\n");
        }
    }

    @Test
    void shouldTakeTheHostOfAnAbsoluteTarget() {
        exchange("GET HTTP://shop.example?x HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n");
        assertThat(backend.heads.remove()).startsWith("GET /?x\n").contains("host: shop.example\n");
    }

    @Test
    void shouldTakeBrowsersCharactersInAQuery() {
        try (ScriptedBackend scripted = new ScriptedBackend((connection, number) -> {
            String head = connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
        })) {
            proxy.serve(scripted.backend());
            assertThat(exchange("GET /?[a]|{b}^`\\ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .contains("GET /?[a]|{b}^`\\ HTTP/1.1\r\n");
        }
    }

    @Test
    void shouldPassChunksTrailersAndContinueThrough() {
        try (ScriptedBackend scripted = new ScriptedBackend((connection, number) -> {
                    assertThat(connection.readHead())
                            .contains("Expect: 100-continue")
                            .contains("chunked");
                    connection.send("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
                    String body = connection.readThrough("X-Sum: 1\r\n\r\n");
                    connection.send(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x;ext=1\r\n%s\r\n0\r\nX-End: 2\r\nContent-Length: 9\r\n\r\n"
                                    .formatted(body.length(), body));
                });
                RawConnection connection = proxy.connect()) {
            proxy.serve(scripted.backend());
            connection.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: CHUNKED\r\n\r\n");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 103 ");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 100 ");
            connection.send("5;a=\"b\"\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(connection.readThrough("X-End: 2\r\n\r\n"))
                    .isEqualTo("19\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n\r\n0\r\nX-End: 2\r\n\r\n");
        }
    }
}
