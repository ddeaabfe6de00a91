package io.turnpike.proxy.http;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** The head of an HTTP/1.x response. */
final class ResponseHead {
    /** {@code HTTP/1.1 200} */
    private static final int SHORTEST = 12;

    private ResponseHead() {}

    static HttpResponse parse(byte[] octets, int length) throws MalformedMessage {
        int end = 0;
        while (Syntax.isInValue(octets[end])) {
            end++;
        }
        String line = new String(octets, 0, end, StandardCharsets.ISO_8859_1);
        if (end < SHORTEST || octets[end] != '\r' || octets[end + 1] != '\n') {
            throw MalformedMessage.bad("not a status line");
        }
        HttpVersion version = switch (line.substring(0, 9)) {
            case "HTTP/1.1 " -> HttpVersion.HTTP_1_1;
            case "HTTP/1.0 " -> HttpVersion.HTTP_1_0;
            default -> throw MalformedMessage.bad("not a status line");
        };
        return new DefaultHttpResponse(version, status(line), FieldLines.parse(octets, end + 2, length));
    }

    private static HttpResponseStatus status(String line) throws MalformedMessage {
        int code = 0;
        for (int i = 9; i < SHORTEST; i++) {
            int digit = line.charAt(i) - '0';
            code = digit < 0 || digit > 9 ? Integer.MIN_VALUE : code * 10 + digit;
        }
        if (code < 100 || code > 599 || (line.length() > SHORTEST && line.charAt(SHORTEST) != ' ')) {
            throw MalformedMessage.bad("not a status line");
        }
        HttpResponseStatus known = HttpResponseStatus.valueOf(code);
        String reason = line.length() > SHORTEST ? line.substring(SHORTEST + 1) : "";
        return known.reasonPhrase().equals(reason) ? known : new HttpResponseStatus(code, reason);
    }
}
