package io.turnpike.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/** A stream of HTTP/2. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Client extends ClientHandler {
    Http2Client(Service service, Worker worker, Addresses addresses) {
        super(service, worker, addresses);
    }

    @Override
    void interim(HttpResponse response) {
        context().writeAndFlush(response);
    }

    @Override
    void respond(HttpResponse response) {
        metrics().responded(response.status().code());
        write(response);
    }

    @Override
    void finished(boolean requestComplete) {
        watchdog().stop();
        if (!requestComplete) {
            reset(Http2Error.NO_ERROR);
        }
    }

    @Override
    void cutOff() {
        watchdog().stop();
        reset(Http2Error.INTERNAL_ERROR);
    }

    private void reset(Http2Error error) {
        context().writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The frame codec resets the stream after an error of the protocol, with the code that fits.
        if (!(cause instanceof Http2Exception)) {
            reset(Http2Error.INTERNAL_ERROR);
        }
    }

    @Override
    void expiredIdle() {
        reset(Http2Error.CANCEL);
    }
}
