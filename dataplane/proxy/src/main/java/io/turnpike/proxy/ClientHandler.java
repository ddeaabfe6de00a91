package io.turnpike.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The client's side of exchanges: a connection of HTTP/1.1, which has one after the other, or a stream of HTTP/2. */
@SuppressWarnings("FutureReturnValueIgnored")
abstract class ClientHandler extends ChannelInboundHandlerAdapter {
    private final Service service;
    private final Worker worker;
    private final Addresses addresses;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Watchdog watchdog;
    private @Nullable Exchange exchange;
    private boolean toHead;

    /** Of a connection: the client's own, and the one it connected to. */
    record Addresses(InetAddress client, InetAddress vip) {}

    ClientHandler(Service service, Worker worker, Addresses addresses) {
        this.service = service;
        this.worker = worker;
        this.addresses = addresses;
    }

    /** Writes the head of a response that is not the last. */
    abstract void interim(HttpResponse response);

    /** Writes the head of the response; what the protocol needs to mark its end is set here. */
    abstract void respond(HttpResponse response);

    /** The response was written to its end. */
    abstract void finished(boolean requestComplete);

    /** The response cannot be completed: the client must see that it is cut off. */
    abstract void cutOff();

    /** Nothing came, or went out, for too long, and there is no exchange. */
    abstract void expiredIdle();

    final ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline");
    }

    final Channel channel() {
        return context().channel();
    }

    final Timeouts timeouts() {
        return worker.timeouts();
    }

    final ProxyMetrics metrics() {
        return worker.metrics();
    }

    final Watchdog watchdog() {
        return Objects.requireNonNull(watchdog, "not in a pipeline");
    }

    final @Nullable Exchange exchange() {
        return exchange;
    }

    final boolean isToHead() {
        return toHead;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        watchdog = new Watchdog(context.executor(), this::expired);
    }

    /** A request begins. */
    void begin(HttpRequest request) {
        toHead = request.method().equals(HttpMethod.HEAD);
        boolean hasBody = Forwarding.hasBody(request);
        Service.State state = service.state();
        Forwarding.prepare(request, state.settings(), addresses.client(), addresses.vip());
        exchange = new Exchange(this, worker, state, request, hasBody);
        if (hasBody) {
            watchdog().within(timeouts().client());
        } else {
            watchdog().rest();
        }
        exchange.start();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case HttpRequest request -> begin(request);
            case HttpContent content
            when exchange != null -> {
                exchange.requestContent(content);
                watchBody();
            }
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void watchBody() {
        if (exchange != null
                && !exchange.isRequestComplete()
                && channel().config().isAutoRead()) {
            watchdog().within(timeouts().client());
        } else if (exchange != null && isWritable()) {
            watchdog().rest();
        }
    }

    /** While the backend has no room, the client is not read, and not to blame for being slow. */
    final void setReading(boolean reading) {
        if (channel().config().isAutoRead() != reading) {
            channel().config().setAutoRead(reading);
            watchBody();
        }
    }

    final boolean isWritable() {
        return channel().isWritable();
    }

    final void write(HttpObject message) {
        context().write(message, context().voidPromise());
    }

    final void flush() {
        context().flush();
    }

    final void finish() {
        Exchange finished = exchange;
        exchange = null;
        flush();
        finished(finished == null || finished.isRequestComplete());
    }

    final void abort() {
        exchange = null;
        cutOff();
    }

    /** Answers without a backend. */
    final void answer(int status) {
        HttpResponseStatus line = HttpResponseStatus.valueOf(status);
        ByteBuf body = ByteBufUtil.writeUtf8(context().alloc(), line + "\n");
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, line);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        respond(response);
        if (toHead) {
            body.release();
            write(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            write(new DefaultLastHttpContent(body));
        }
        finish();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.flushRequest();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange == null) {
            return;
        }
        exchange.clientWritable(isWritable());
        if (isWritable()) {
            watchBody();
        } else {
            watchdog().within(timeouts().client());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        watchdog().stop();
        if (exchange != null) {
            exchange.clientGone();
            exchange = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void expired() {
        if (exchange != null) {
            exchange.clientTimedOut();
        } else {
            expiredIdle();
        }
    }
}
