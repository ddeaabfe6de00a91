package io.turnpike.proxy.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/** Field lines of a head or of trailers (RFC 9112, 5): no folding, no space before the colon, no bare CR. */
final class FieldLines {
    private static final int MOST = 128;
    private static final DefaultHttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private FieldLines() {}

    static HttpHeaders none() {
        return HEADERS.newHeaders();
    }

    /** Reads lines that each end in CRLF, up to an empty one, which is the last of the octets. */
    static HttpHeaders parse(byte[] octets, int from, int to) throws MalformedMessage {
        HttpHeaders headers = none();
        int position = from;
        int count = 0;
        while (position < to - 2) {
            if (++count > MOST) {
                throw new MalformedMessage(431, "more than " + MOST + " fields");
            }
            position = parseLine(octets, position, headers);
        }
        return headers;
    }

    private static int parseLine(byte[] octets, int start, HttpHeaders headers) throws MalformedMessage {
        int colon = start;
        while (Syntax.isToken(octets[colon])) {
            colon++;
        }
        if (octets[colon] != ':' || colon == start) {
            throw MalformedMessage.bad(
                    Syntax.isBlank(octets[start]) ? "a folded field line" : "not a field name and a colon");
        }
        int from = colon + 1;
        while (Syntax.isBlank(octets[from])) {
            from++;
        }
        int end = from;
        while (Syntax.isInValue(octets[end])) {
            end++;
        }
        if (octets[end] != '\r' || octets[end + 1] != '\n') {
            throw MalformedMessage.bad("a control character in a field value");
        }
        int to = end;
        while (to > from && Syntax.isBlank(octets[to - 1])) {
            to--;
        }
        headers.add(
                new AsciiString(octets, start, colon - start, true), new AsciiString(octets, from, to - from, true));
        return end + 2;
    }
}
