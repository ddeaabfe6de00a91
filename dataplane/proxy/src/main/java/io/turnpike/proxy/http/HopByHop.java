package io.turnpike.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;

/** Fields that are for one connection, not for the next (RFC 9110, 7.6.1). */
public final class HopByHop {
    private static final List<AsciiString> NAMES = List.of(
            HttpHeaderNames.CONNECTION,
            AsciiString.cached("keep-alive"),
            AsciiString.cached("proxy-connection"),
            HttpHeaderNames.TE,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE);
    /** Fields that say what the message is, whatever Connection lists. */
    private static final List<AsciiString> KEPT = List.of(
            HttpHeaderNames.HOST, HttpHeaderNames.CONTENT_LENGTH, HttpHeaderNames.CONTENT_TYPE, HttpHeaderNames.DATE);

    private HopByHop() {}

    /** Removes them, and those that Connection lists. */
    public static void strip(HttpHeaders headers) {
        for (String list : headers.getAll(HttpHeaderNames.CONNECTION)) {
            removeListed(headers, list);
        }
        for (AsciiString name : NAMES) {
            headers.remove(name);
        }
    }

    private static void removeListed(HttpHeaders headers, String list) {
        for (String option : list.split(",", -1)) {
            String name = option.trim();
            if (!name.isEmpty() && KEPT.stream().noneMatch(kept -> kept.contentEqualsIgnoreCase(name))) {
                headers.remove(name);
            }
        }
    }

    /** Leaves in trailers what may be there: no framing, routing or connection (RFC 9110, 6.5.1). */
    public static void stripTrailers(HttpHeaders trailers) {
        if (!trailers.isEmpty()) {
            strip(trailers);
            trailers.remove(HttpHeaderNames.CONTENT_LENGTH);
            trailers.remove(HttpHeaderNames.HOST);
            trailers.remove(HttpHeaderNames.TRAILER);
        }
    }

    /** Whether Connection lists the option. */
    public static boolean isListed(HttpHeaders headers, AsciiString option) {
        return headers.containsValue(HttpHeaderNames.CONNECTION, option, true);
    }
}
