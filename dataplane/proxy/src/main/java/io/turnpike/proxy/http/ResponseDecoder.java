package io.turnpike.proxy.http;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;

/** Responses of an HTTP/1.x server, each after its request was said to be under way. */
public final class ResponseDecoder extends MessageDecoder {
    private boolean toHead;
    private boolean endsWithConnection;

    public ResponseDecoder() {
        super(HeadLimits.RESPONSE, true);
    }

    /** Reads the response to a request that is about to be sent. */
    public void expect(HttpMethod method) {
        toHead = method.equals(HttpMethod.HEAD);
        endsWithConnection = false;
        next();
    }

    /** Whether the end of the body is the end of the connection. */
    public boolean endsWithConnection() {
        return endsWithConnection;
    }

    @Override
    HttpMessage head(byte[] octets, int length) throws MalformedMessage {
        return ResponseHead.parse(octets, length);
    }

    @Override
    long framing(HttpMessage message) throws MalformedMessage {
        HttpResponse response = (HttpResponse) message;
        int status = response.status().code();
        if (status == 101) {
            throw MalformedMessage.bad("an upgrade that nobody asked for");
        }
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            return Framing.UNSPECIFIED;
        }
        long framing = Framing.of(message);
        if (toHead || status == 204 || status == 304) {
            return 0;
        }
        endsWithConnection = framing == Framing.UNSPECIFIED;
        return endsWithConnection ? Framing.UNTIL_CLOSE : framing;
    }
}
