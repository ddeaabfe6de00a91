package io.turnpike.proxy.http;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A field section of an HTTP/2 request as an HTTP/1.1 head; what RFC 9113, 8.2 and 8.3 call malformed is refused. */
final class Http2RequestHead {
    private static final Set<AsciiString> CONNECTION_SPECIFIC = Set.of(
            HttpHeaderNames.CONNECTION,
            AsciiString.cached("keep-alive"),
            AsciiString.cached("proxy-connection"),
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE);

    private Http2RequestHead() {}

    static HttpRequest parse(Http2Headers fields, boolean endOfStream) throws MalformedMessage {
        CharSequence name = pseudo(fields.method());
        CharSequence scheme = pseudo(fields.scheme());
        CharSequence path = pseudo(fields.path());
        if (!Syntax.isToken(name) || HttpMethod.CONNECT.asciiName().contentEquals(name)) {
            throw MalformedMessage.bad("a method that is not for a load balancer");
        }
        if (!AsciiString.contentEqualsIgnoreCase(scheme, "http")
                && !AsciiString.contentEqualsIgnoreCase(scheme, "https")) {
            throw MalformedMessage.bad("a scheme that is not HTTP");
        }
        HttpMethod method = HttpMethod.valueOf(name.toString());
        RequestHead.checkTarget(method, path);
        HttpHeaders headers = FieldLines.none();
        copy(fields, headers, true);
        setHost(fields.authority(), headers);
        setFraming(headers, endOfStream);
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, path.toString(), headers);
    }

    static HttpHeaders trailers(Http2Headers fields) throws MalformedMessage {
        HttpHeaders trailers = FieldLines.none();
        copy(fields, trailers, false);
        return trailers;
    }

    private static CharSequence pseudo(@Nullable CharSequence value) throws MalformedMessage {
        if (value == null || value.isEmpty()) {
            throw MalformedMessage.bad("a pseudo-header field is missing");
        }
        return value;
    }

    private static void copy(Http2Headers fields, HttpHeaders headers, boolean withPseudo) throws MalformedMessage {
        @Nullable StringBuilder cookies = null;
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            AsciiString name = AsciiString.of(field.getKey());
            if (withPseudo && Http2Headers.PseudoHeaderName.isPseudoHeader(name)) {
                continue;
            }
            check(name, field.getValue());
            if (name.equals(HttpHeaderNames.COOKIE)) {
                cookies = cookies == null ? new StringBuilder() : cookies.append("; ");
                cookies.append(field.getValue());
            } else {
                headers.add(name, field.getValue());
            }
        }
        if (cookies != null) {
            headers.set(HttpHeaderNames.COOKIE, cookies.toString());
        }
    }

    private static void check(AsciiString name, CharSequence value) throws MalformedMessage {
        for (int i = 0; i < name.length(); i++) {
            if (AsciiString.isUpperCase(name.byteAt(i))) {
                throw MalformedMessage.bad("a field name in upper case");
            }
        }
        if (!Syntax.isToken(name) || !Syntax.isValue(value)) {
            throw MalformedMessage.bad("a character that may not be in a field");
        }
        if (CONNECTION_SPECIFIC.contains(name)
                || (name.equals(HttpHeaderNames.TE) && !HttpHeaderValues.TRAILERS.contentEqualsIgnoreCase(value))) {
            throw MalformedMessage.bad("a field that is for one connection of HTTP/1.1");
        }
    }

    private static void setHost(@Nullable CharSequence authority, HttpHeaders headers) throws MalformedMessage {
        var hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && authority == null)) {
            throw MalformedMessage.bad(hosts.isEmpty() ? "no authority" : "several hosts");
        }
        CharSequence host = authority == null ? hosts.getFirst() : authority;
        if (!Syntax.isAuthority(host) || (!hosts.isEmpty() && !hosts.getFirst().contentEquals(host))) {
            throw MalformedMessage.bad("not an authority, or two of them");
        }
        headers.set(HttpHeaderNames.HOST, host);
    }

    /** A body of unknown length goes on in chunks. That it is as long as was said is checked by the frame codec. */
    private static void setFraming(HttpHeaders headers, boolean endOfStream) throws MalformedMessage {
        long length = Framing.contentLength(headers);
        if (endOfStream && length > 0) {
            throw MalformedMessage.bad("a Content-Length without content");
        }
        if (!endOfStream && length == Framing.UNSPECIFIED) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
    }
}
