package io.turnpike.proxy.http;

import io.netty.handler.codec.http.HttpMessage;

/** Requests of an HTTP/1.x client. */
public final class RequestDecoder extends MessageDecoder {
    public RequestDecoder() {
        super(HeadLimits.REQUEST, false);
    }

    @Override
    HttpMessage head(byte[] octets, int length) throws MalformedMessage {
        return RequestHead.parse(octets, length);
    }

    @Override
    long framing(HttpMessage message) throws MalformedMessage {
        long framing = Framing.of(message);
        return framing == Framing.UNSPECIFIED ? 0 : framing;
    }
}
