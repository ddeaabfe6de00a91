package io.turnpike.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.turnpike.proxy.http.HopByHop;
import io.turnpike.proxy.http.Refusal;
import io.turnpike.proxy.http.RequestDecoder;
import io.turnpike.proxy.http.ResponseEncoder;

/** A connection of HTTP/1.x. Requests that come while one is served wait in the decoder, and are answered in order. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Http1Client extends ClientHandler {
    /** Of requests that wait, before the connection is not read any more. */
    private static final int MOST_WAITING_OCTETS = 64 * 1024;

    private static final long LINGER_MILLIS = 2000;

    private final RequestDecoder decoder;
    private final ResponseEncoder encoder;
    private boolean http11 = true;
    private boolean keepAlive = true;
    private boolean draining;
    private boolean lingering;
    private boolean inHead;

    Http1Client(Service service, Worker worker, Addresses addresses, RequestDecoder decoder, ResponseEncoder encoder) {
        super(service, worker, addresses);
        this.decoder = decoder;
        this.encoder = encoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        super.handlerAdded(context);
        watchdog().within(timeouts().head());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Refusal refusal) {
            refuse(refusal);
        } else {
            super.channelRead(context, message);
        }
    }

    private void refuse(Refusal refusal) {
        metrics().refusals.increment();
        keepAlive = false;
        Exchange exchange = exchange();
        if (exchange == null) {
            encoder.answerToHead(false);
            answer(refusal.status());
        } else {
            exchange.fail(refusal.status());
        }
    }

    @Override
    void begin(HttpRequest request) {
        inHead = false;
        http11 = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        keepAlive = http11
                ? !HopByHop.isListed(request.headers(), HttpHeaderValues.CLOSE)
                : HopByHop.isListed(request.headers(), HttpHeaderValues.KEEP_ALIVE);
        super.begin(request);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        super.channelReadComplete(context);
        if (exchange() != null) {
            if (decoder.isHeld() && decoder.buffered() > MOST_WAITING_OCTETS) {
                channel().config().setAutoRead(false);
            }
        } else if (!inHead && decoder.isInHead()) {
            inHead = true;
            watchdog().within(timeouts().head());
        }
    }

    @Override
    void interim(HttpResponse response) {
        if (http11) {
            HttpHeaders headers = response.headers();
            context()
                    .writeAndFlush(new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            response.status(),
                            Unpooled.EMPTY_BUFFER,
                            headers,
                            new DefaultHttpHeaders()));
        }
    }

    @Override
    void respond(HttpResponse response) {
        HttpHeaders headers = response.headers();
        int status = response.status().code();
        boolean bodyless = isToHead() || status == 204 || status == 304;
        response.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (!bodyless && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            if (http11) {
                headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            } else {
                keepAlive = false;
            }
        }
        keepAlive &= !draining;
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (!http11) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        metrics().responded(status);
        encoder.answerToHead(isToHead());
        write(response);
    }

    @Override
    void finished(boolean requestComplete) {
        if (!keepAlive || !requestComplete || draining) {
            closeAfterWrites();
            return;
        }
        inHead = false;
        channel().config().setAutoRead(true);
        watchdog().within(timeouts().idle());
        decoder.next();
        channelReadComplete(context());
    }

    /** What the client still sends is read and dropped for a while, else a reset could overtake the response. */
    private void closeAfterWrites() {
        lingering = true;
        decoder.discard();
        channel().config().setAutoRead(true);
        watchdog().within(LINGER_MILLIS);
        boolean tls = context().pipeline().get(SslHandler.class) != null;
        context()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(tls ? ChannelFutureListener.CLOSE : done -> ((DuplexChannel) channel()).shutdownOutput());
    }

    @Override
    void cutOff() {
        // A response without a length ends with the connection, so only a reset tells that it is not whole.
        channel().config().setOption(ChannelOption.SO_LINGER, 0);
        channel().close();
    }

    @Override
    void expiredIdle() {
        if (decoder.isInHead() && !lingering) {
            keepAlive = false;
            encoder.answerToHead(false);
            answer(408);
        } else {
            channel().close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == Drain.EVENT) {
            draining = true;
            if (exchange() == null && !decoder.isInHead()) {
                context.close();
            }
        } else {
            super.userEventTriggered(context, event);
        }
    }
}
