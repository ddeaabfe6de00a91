package io.turnpike.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.turnpike.flow.Application;
import io.turnpike.proxy.Service.Settings;
import io.turnpike.proxy.http.HopByHop;
import java.net.InetAddress;

/** Makes of a client's request the one that a backend gets. */
final class Forwarding {
    private static final AsciiString FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString SLB_ID = AsciiString.cached("slb-id");

    private Forwarding() {}

    /** Whether a body follows the head; as the client wrote it, so before {@link #prepare}. */
    static boolean hasBody(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                || !headers.get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
    }

    static void prepare(HttpRequest request, Settings settings, InetAddress client, InetAddress vip) {
        HttpHeaders headers = request.headers();
        boolean chunked = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
        HopByHop.strip(headers);
        if (chunked) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            fromHttp10(request, vip);
        }
        String before = String.join(", ", headers.getAll(FORWARDED_FOR));
        headers.set(FORWARDED_FOR, (before.isEmpty() ? "" : before + ", ") + client.getHostAddress());
        headers.set(FORWARDED_PROTO, settings.application() == Application.HTTPS ? "https" : "http");
        headers.set(SLB_ID, settings.slbId());
    }

    /** It need not say a host, and may not ask to be told to continue (RFC 9110, 10.1.1). */
    private static void fromHttp10(HttpRequest request, InetAddress vip) {
        request.setProtocolVersion(HttpVersion.HTTP_1_1);
        request.headers().remove(HttpHeaderNames.EXPECT);
        if (!request.headers().contains(HttpHeaderNames.HOST)) {
            String address = vip.getHostAddress();
            request.headers().set(HttpHeaderNames.HOST, address.indexOf(':') < 0 ? address : "[" + address + "]");
        }
    }
}
