package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/2 with prior knowledge, and by the upgrade that is ignored. */
@NullMarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2IT {
    private static final int RST_STREAM = 3;
    private static final int GOAWAY = 7;
    private static final int PROTOCOL_ERROR = 1;

    private final EchoBackend backend = new EchoBackend();
    private final TestProxy proxy = new TestProxy(backend.backend(1));

    @AfterAll
    void close() {
        proxy.close();
        backend.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(proxy.uri(path));
    }

    @Test
    void shouldServeCurlWithPriorKnowledge() throws Exception {
        Process curl = new ProcessBuilder(
                        "curl",
                        "-s",
                        "--max-time",
                        "20",
                        "--http2-prior-knowledge",
                        "-H",
                        "Cookie: a=b",
                        "-d",
                        "over two",
                        "-w",
                        " %{http_version} %{http_code}",
                        proxy.uri("/echo").toString())
                .start();
        assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("over two 2 200");
        assertThat(backend.heads)
                .anyMatch(head -> head.contains("x-forwarded-for: 127.0.0.1\n")
                        && head.contains("cookie: a=b\n")
                        && head.contains("host: 127.0.0.1:" + proxy.port + "\n")
                        && !head.contains("x-http2"));
    }

    /** Java's client asks for an upgrade first; that is ignored, as RFC 9110, 7.8 allows. */
    @Test
    void shouldIgnoreAnUpgrade() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpResponse<String> response = client.send(request("/").build(), BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(response.body()).isEqualTo("hello");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                row("upper case", good().add("Upper", "x")),
                row("connection", good().add("connection", "close")),
                row("keep-alive", good().add("keep-alive", "5")),
                row("proxy-connection", good().add("proxy-connection", "x")),
                row("transfer-encoding", good().add("transfer-encoding", "chunked")),
                row("upgrade", good().add("upgrade", "websocket")),
                row("te", good().add("te", "gzip")),
                row("no method", without(":method")),
                row("no path", without(":path")),
                row("no scheme", without(":scheme")),
                row("no authority", without(":authority")),
                row("two paths", good().add(":path", "/other")),
                row("unknown pseudo-header", good().add(":other", "x")),
                row("status", good().add(":status", "200")),
                row("pseudo-header after a field", new DefaultHttp2Headers(false).add("a", "b"), good()),
                row("empty path", good().set(":path", "")),
                row("relative path", good().set(":path", "a")),
                row("path with a space", good().set(":path", "/ HTTP/1.1")),
                row("path with CRLF", good().set(":path", "/\r\nx: y")),
                row("method with a space", good().set(":method", "GET /")),
                row("CONNECT", good().set(":method", "CONNECT")),
                row("other scheme", good().set(":scheme", "ftp")),
                row("authority with user", good().set(":authority", "u@a")),
                row("two hosts", good().add("host", "b")),
                row("name with a space", good().add("a b", "c")),
                row("name with a colon", good().add("a:b", "c")),
                row("empty name", good().add("", "c")),
                row("CR in a value", good().add("a", "b\rc")),
                row("LF in a value", good().add("a", "b\nc: d")),
                row("NUL in a value", good().add("a", "b\0c")),
                row("space around a value", good().add("a", " b ")),
                row("length without content", good().add("content-length", "5")),
                row("length list", good().add("content-length", "0, 1")),
                row("two lengths", good().add("content-length", "0").add("content-length", "1")),
                row("signed length", good().add("content-length", "+0")));
    }

    private static Arguments row(String what, Http2Headers... parts) {
        return Arguments.argumentSet(what, (Object) parts);
    }

    private static Http2Headers good() {
        return new DefaultHttp2Headers(false)
                .method("GET")
                .scheme("http")
                .path("/malformed")
                .authority("a");
    }

    private static Http2Headers without(String name) {
        Http2Headers fields = good();
        fields.remove(name);
        return fields;
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldResetWhatIsMalformed(Http2Headers[] parts) throws Exception {
        try (RawConnection connection = proxy.connect()) {
            connection.send(ByteBufUtil.getBytes(Http2CodecUtil.connectionPrefaceBuf()));
            connection.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            connection.send(headersFrame(parts));
            assertThat(firstError(connection)).isEqualTo(PROTOCOL_ERROR);
        }
        assertThat(backend.heads).noneMatch(head -> head.contains("malformed"));
    }

    private static byte[] headersFrame(Http2Headers[] parts) throws Exception {
        ByteBuf block = Unpooled.buffer();
        DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE);
        for (Http2Headers part : parts) {
            encoder.encodeHeaders(1, part, block);
        }
        ByteBuf frame = Unpooled.buffer()
                .writeMedium(block.readableBytes())
                .writeByte(1)
                .writeByte(5)
                .writeInt(1)
                .writeBytes(block);
        return ByteBufUtil.getBytes(frame);
    }

    /** The error code of the first RST_STREAM or GOAWAY. */
    private static int firstError(RawConnection connection) {
        while (true) {
            String head = connection.read(9);
            int length = (head.charAt(0) << 16) | (head.charAt(1) << 8) | head.charAt(2);
            String payload = connection.read(length);
            int type = head.charAt(3);
            if (type == RST_STREAM || type == GOAWAY) {
                return payload.charAt(type == GOAWAY ? 7 : 3);
            }
            assertThat(type).as("neither HEADERS nor DATA").isGreaterThan(1);
        }
    }
}
