package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are malformed, or could be read in two ways: refused, and the connection closed. */
@NullMarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalIT {
    private static final String AN_EARLY_ANSWER = "POST /status?204";

    private final EchoBackend backend = new EchoBackend();
    private final TestProxy proxy = new TestProxy(backend.backend(1));

    @BeforeAll
    void shouldServeWhatIsWellFormed() {
        try (RawConnection connection = proxy.connect()) {
            connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 200 OK\r\n");
        }
        backend.heads.clear();
    }

    @AfterAll
    void close() {
        // A body that turns out malformed has begun to flow; nothing after it may be taken for a request.
        assertThat(backend.heads).noneMatch(head -> head.contains("smuggled") || head.startsWith("GET"));
        proxy.close();
        backend.close();
    }

    static Stream<Arguments> refused() {
        String post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
        return Stream.of(
                // Framing
                row(400, "both lengths", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                row(400, "both, the other way", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"),
                row(400, "different lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
                row(400, "equal lengths", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
                row(400, "lengths in a list", post + "Content-Length: 5, 5\r\n\r\nhello"),
                row(400, "empty length", post + "Content-Length:\r\n\r\n"),
                row(400, "signed length", post + "Content-Length: +5\r\n\r\nhello"),
                row(400, "negative length", post + "Content-Length: -5\r\n\r\nhello"),
                row(400, "hexadecimal length", post + "Content-Length: 0x5\r\n\r\nhello"),
                row(400, "huge length", post + "Content-Length: 9223372036854775808\r\n\r\n"),
                row(400, "length with a space", post + "Content-Length: 5 5\r\n\r\n"),
                row(400, "unknown coding", post + "Transfer-Encoding: gzip\r\n\r\n"),
                row(400, "coding list", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                row(400, "chunked not last", post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
                row(400, "chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
                row(400, "identity", post + "Transfer-Encoding: identity\r\n\r\n"),
                row(400, "coding with vertical tab", post + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                row(400, "coding with parameter", post + "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n"),
                row(400, "coding in 1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                // Chunks
                row(400, "no chunk size", chunked("\r\nhello\r\n0\r\n\r\n")),
                row(400, "chunk size not hexadecimal", chunked("g\r\nhello\r\n0\r\n\r\n")),
                row(400, "chunk size with prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
                row(400, "signed chunk size", chunked("+5\r\nhello\r\n0\r\n\r\n")),
                row(400, "negative chunk size", chunked("-5\r\nhello\r\n0\r\n\r\n")),
                row(400, "space before chunk size", chunked(" 5\r\nhello\r\n0\r\n\r\n")),
                row(400, "space after chunk size", chunked("5 \r\nhello\r\n0\r\n\r\n")),
                row(400, "huge chunk size", chunked("fffffffffffffffff\r\n")),
                row(400, "chunk longer than said", chunked("4\r\nhello\r\n0\r\n\r\n")),
                row(400, "chunk shorter than said", chunked("6\r\nhello\r\n0\r\n\r\n")),
                row(400, "chunk line with line feed only", chunked("5\nhello\r\n0\r\n\r\n")),
                row(400, "chunk end with line feed only", chunked("5\r\nhello\n0\r\n\r\n")),
                row(400, "chunk extension with bare CR", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n")),
                row(400, "long chunk line", chunked("5;" + "a".repeat(300) + "\r\nhello\r\n0\r\n\r\n")),
                row(400, "folded trailer", chunked("0\r\na: b\r\n c\r\n\r\n")),
                row(400, "malformed trailer", chunked("0\r\na b: c\r\n\r\n")),
                row(431, "large trailers", chunked("0\r\na: " + "b".repeat(9_000) + "\r\n\r\n")),
                // Fields
                row(400, "folded line", get("A: b\r\n c\r\n")),
                row(400, "folded first line", get(" A: b\r\n")),
                row(400, "line of a space", get(" \r\n")),
                row(400, "space before colon", get("A : b\r\n")),
                row(400, "tab before colon", get("Transfer-Encoding\t: chunked\r\n")),
                row(400, "no colon", get("A\r\n")),
                row(400, "empty name", get(": b\r\n")),
                row(400, "name with a space", get("A b: c\r\n")),
                row(400, "name with a control character", get("A\u0001: c\r\n")),
                row(400, "name beyond ASCII", get("\u00c4: c\r\n")),
                row(400, "bare CR in a value", get("A: b\rc\r\n")),
                row(400, "bare CR before a field", get("\rA: b\r\n")),
                row(400, "NUL in a value", get("A: b\u0000c\r\n")),
                row(400, "DEL in a value", get("A: b\u007fc\r\n")),
                row(400, "line feed only", "GET / HTTP/1.1\nHost: a\n\n"),
                row(400, "line feed after a field", "GET / HTTP/1.1\r\nHost: a\nA: b\r\n\r\n"),
                row(431, "large field", get("A: " + "b".repeat(33_000) + "\r\n")),
                row(431, "large field without end", "GET / HTTP/1.1\r\nHost: a\r\nA: " + "b".repeat(33_000)),
                row(431, "many fields", get("A: b\r\n".repeat(200))),
                // Host
                row(400, "no host", "GET / HTTP/1.1\r\n\r\n"),
                row(400, "two hosts", get("Host: a\r\n")),
                row(400, "other host", get("Host: b\r\n")),
                row(400, "empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                row(400, "host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
                row(400, "host with user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
                row(400, "host with path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                row(400, "host with bad port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
                row(400, "host of an open literal", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
                row(400, "two hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
                // Request line
                row(400, "HTTP/0.9", "GET /\r\n\r\n"),
                row(400, "no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "two spaces before target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "two spaces after target", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "tab in the line", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "space in target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "space at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
                row(400, "space at the beginning", " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "two empty lines before", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "method with a control character", "G\u0001T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "method with a delimiter", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "target with a control character", "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "target with NUL", "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "target with DEL", "GET /\u007f HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "target beyond ASCII", "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "target with bare CR", "GET /a\rb HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "target with fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "target with quotes", "GET /\"a\" HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "target with backslash", "GET /\\a HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "target without slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "asterisk without OPTIONS", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "absolute target without host", "GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "absolute target with user", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "other scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(400, "version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n"),
                row(400, "version without minor", "GET / HTTP/1\r\nHost: a\r\n\r\n"),
                row(400, "long version", "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
                row(505, "version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
                row(505, "version 1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
                row(405, "CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"),
                row(414, "long target", "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                row(414, "long line without end", "GET /" + "a".repeat(9_000)),
                row(400, "TLS on an HTTP port", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\n\r\n\r\n"));
    }

    private static Arguments row(int status, String what, String octets) {
        return Arguments.argumentSet(what, status, octets);
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    private static String chunked(String body) {
        return AN_EARLY_ANSWER + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuseAndClose(int status, String octets) {
        try (RawConnection connection = proxy.connect()) {
            connection.send(octets);
            connection.send("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
            String all = connection.readAll();
            assertThat(all).startsWith("HTTP/1.1 " + status + " ").contains("\r\nconnection: close\r\n");
            assertThat(all.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuseItInPiecesToo(int status, String octets) {
        try (RawConnection connection = proxy.connect()) {
            int half = octets.length() / 2;
            connection.send(octets.substring(0, half));
            connection.send(octets.substring(half));
            String all = connection.readAll();
            // A backend may have answered the head before the rest was malformed; then that is the last answer.
            boolean early = octets.startsWith(AN_EARLY_ANSWER) && all.startsWith("HTTP/1.1 204 ");
            assertThat(early || all.startsWith("HTTP/1.1 " + status + " "))
                    .as(all)
                    .isTrue();
            assertThat(all.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
        }
    }
}
