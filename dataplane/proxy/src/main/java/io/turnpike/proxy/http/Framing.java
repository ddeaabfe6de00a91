package io.turnpike.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;

/** Where the body of an HTTP/1.1 message ends (RFC 9112, 6.3); whatever could be read in two ways is refused. */
final class Framing {
    static final long CHUNKED = -1;
    static final long UNTIL_CLOSE = -2;
    static final long UNSPECIFIED = -3;
    /** So that 10 to that power fits a long. */
    private static final int MOST_DIGITS = 18;

    private Framing() {}

    /** The octets of the body, {@link #CHUNKED}, or {@link #UNSPECIFIED} if the head does not say. */
    static long of(HttpMessage message) throws MalformedMessage {
        HttpHeaders headers = message.headers();
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        long length = contentLength(headers);
        if (codings.isEmpty()) {
            return length;
        }
        if (length != UNSPECIFIED) {
            throw MalformedMessage.bad("both Content-Length and Transfer-Encoding");
        }
        if (codings.size() > 1 || !AsciiString.contentEqualsIgnoreCase(codings.getFirst(), HttpHeaderValues.CHUNKED)) {
            throw MalformedMessage.bad("a Transfer-Encoding other than chunked");
        }
        if (!message.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            throw MalformedMessage.bad("Transfer-Encoding in HTTP/1.0");
        }
        return CHUNKED;
    }

    /** The only Content-Length, or {@link #UNSPECIFIED}. */
    static long contentLength(HttpHeaders headers) throws MalformedMessage {
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (lengths.isEmpty()) {
            return UNSPECIFIED;
        }
        if (lengths.size() > 1) {
            throw MalformedMessage.bad("several Content-Length fields");
        }
        return digits(lengths.getFirst());
    }

    private static long digits(String text) throws MalformedMessage {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            throw MalformedMessage.bad("a Content-Length out of range");
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw MalformedMessage.bad("a Content-Length that is not a number");
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
