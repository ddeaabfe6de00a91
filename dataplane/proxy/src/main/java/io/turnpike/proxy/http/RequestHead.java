package io.turnpike.proxy.http;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The head of an HTTP/1.x request; its target comes out in origin form, or as an asterisk. */
final class RequestHead {
    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private RequestHead() {}

    /** Reads a head that ends in an empty line; every line ends in CRLF. */
    static HttpRequest parse(byte[] octets, int length) throws MalformedMessage {
        int method = 0;
        while (Syntax.isToken(octets[method])) {
            method++;
        }
        int target = method + 1;
        while (octets[target] > ' ' && octets[target] != 0x7f) {
            target++;
        }
        if (method == 0 || octets[method] != ' ' || target == method + 1 || octets[target] != ' ') {
            throw MalformedMessage.bad("not a request line");
        }
        HttpVersion version = version(octets, target + 1);
        HttpHeaders headers = FieldLines.parse(octets, target + VERSION.length + 4, length);
        return request(
                version,
                HttpMethod.valueOf(new String(octets, 0, method, StandardCharsets.US_ASCII)),
                new String(octets, method + 1, target - method - 1, StandardCharsets.US_ASCII),
                headers);
    }

    private static HttpVersion version(byte[] octets, int from) throws MalformedMessage {
        int minor = from + VERSION.length;
        for (int i = 0; i < VERSION.length; i++) {
            if (octets[from + i] != VERSION[i]) {
                throw otherVersion(octets, from);
            }
        }
        if (octets[minor + 1] != '\r' || octets[minor + 2] != '\n') {
            throw MalformedMessage.bad("not a request line");
        }
        return switch (octets[minor]) {
            case '1' -> HttpVersion.HTTP_1_1;
            case '0' -> HttpVersion.HTTP_1_0;
            default -> throw otherVersion(octets, from);
        };
    }

    private static MalformedMessage otherVersion(byte[] octets, int from) {
        int end = from;
        while (octets[end] != '\r') {
            end++;
        }
        return new String(octets, from, end - from, StandardCharsets.ISO_8859_1).matches("HTTP/[0-9]\\.[0-9]")
                ? new MalformedMessage(505, "only HTTP/1.0, HTTP/1.1 and HTTP/2")
                : MalformedMessage.bad("not an HTTP version");
    }

    private static HttpRequest request(HttpVersion version, HttpMethod method, String target, HttpHeaders headers)
            throws MalformedMessage {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_1))) {
            throw MalformedMessage.bad(hosts.isEmpty() ? "no Host" : "several Host fields");
        }
        if (!hosts.isEmpty() && !Syntax.isAuthority(hosts.getFirst())) {
            throw MalformedMessage.bad("not a host in Host");
        }
        if (method.equals(HttpMethod.CONNECT)) {
            throw new MalformedMessage(405, "CONNECT is not for a load balancer");
        }
        if (target.charAt(0) != '/') {
            return new DefaultHttpRequest(version, method, withoutAuthority(method, target, headers), headers);
        }
        checkTarget(method, target);
        return new DefaultHttpRequest(version, method, target, headers);
    }

    /** Whether the target is a path with an optional query, or the asterisk of OPTIONS. */
    static void checkTarget(HttpMethod method, CharSequence target) throws MalformedMessage {
        boolean asterisk = target.length() == 1 && target.charAt(0) == '*' && method.equals(HttpMethod.OPTIONS);
        if (!asterisk && !Syntax.isOriginForm(target)) {
            throw MalformedMessage.bad("a request target with characters that may not be in one");
        }
    }

    /** The authority of a target in absolute form takes the place of Host, whatever that says (RFC 9112, 3.2.2). */
    private static String withoutAuthority(HttpMethod method, String target, HttpHeaders headers)
            throws MalformedMessage {
        String lowerCase = target.toLowerCase(Locale.ROOT);
        int from = lowerCase.startsWith("http://") ? 7 : lowerCase.startsWith("https://") ? 8 : 0;
        if (from == 0) {
            checkTarget(method, target);
            return target;
        }
        int end = from;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String authority = target.substring(from, end);
        if (!Syntax.isAuthority(authority)) {
            throw MalformedMessage.bad("a request target without a host");
        }
        headers.set(HttpHeaderNames.HOST, authority);
        String rest = target.substring(end);
        String origin = rest.startsWith("/") ? rest : method.equals(HttpMethod.OPTIONS) ? "*" : "/" + rest;
        checkTarget(method, origin);
        return origin;
    }
}
