package io.turnpike.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import io.turnpike.proxy.UpstreamPool.Route;
import io.turnpike.proxy.http.Refusal;
import io.turnpike.proxy.http.ResponseDecoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection to a backend: it serves one exchange, waits in the pool, or is closed. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Upstream extends ChannelInboundHandlerAdapter {
    private final UpstreamPool pool;
    private final Route route;
    private final Timeouts timeouts;
    private final ProxyMetrics metrics;
    private final ResponseDecoder decoder = new ResponseDecoder();
    private @Nullable Channel channel;
    private @Nullable Watchdog watchdog;
    private @Nullable Exchange exchange;
    private boolean reused;
    private long idleSinceNanos;

    Upstream(UpstreamPool pool, Route route, Timeouts timeouts, ProxyMetrics metrics) {
        this.pool = pool;
        this.route = route;
        this.timeouts = timeouts;
        this.metrics = metrics;
    }

    Route route() {
        return route;
    }

    ResponseDecoder decoder() {
        return decoder;
    }

    /** Whether it served an exchange before. */
    boolean isReused() {
        return reused;
    }

    long idleSince() {
        return idleSinceNanos;
    }

    void idleSince(long nanos) {
        idleSinceNanos = nanos;
    }

    private Channel channel() {
        return Objects.requireNonNull(channel, "not registered");
    }

    private Watchdog watchdog() {
        return Objects.requireNonNull(watchdog, "not registered");
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        watchdog = new Watchdog(context.executor(), this::expired);
    }

    /** Sends the head of a request, of which the response goes to the exchange. */
    void begin(Exchange exchange, HttpRequest request) {
        this.exchange = exchange;
        decoder.expect(request.method());
        write(request);
    }

    void write(HttpObject message) {
        channel().write(message, channel().voidPromise());
        watchdog().within(timeouts.backend());
    }

    /** The client has to send more, before the backend can be blamed for anything. */
    void waitForClient() {
        watchdog().rest();
    }

    void flush() {
        channel().flush();
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    /** While the client has no room, the backend is not read, and not to blame for being slow. */
    void setReading(boolean reading) {
        if (channel().config().isAutoRead() != reading) {
            channel().config().setAutoRead(reading);
            if (reading) {
                watchdog().within(timeouts.backend());
            } else {
                watchdog().rest();
            }
        }
    }

    /** The exchange is over, and another may come. */
    void giveBack() {
        exchange = null;
        reused = true;
        watchdog().rest();
        channel().config().setAutoRead(true);
        if (decoder.buffered() > 0) {
            // It said more than it was asked.
            close();
        } else if (channel().isActive()) {
            pool.giveBack(this);
        }
    }

    void close() {
        exchange = null;
        channel().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Exchange of = exchange;
        if (of == null) {
            ReferenceCountUtil.release(message);
            return;
        }
        watchdog().within(timeouts.backend());
        switch (message) {
            case HttpResponse response -> of.response(response);
            case HttpContent content -> of.responseContent(content);
            case Refusal refusal -> of.upstreamFailed("backend " + route.backend() + " sent " + refusal.reason());
            default -> ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.flushResponse();
        } else if (decoder.buffered() > 0) {
            close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.upstreamWritable(isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        watchdog().stop();
        if (exchange == null) {
            pool.forget(this);
        } else {
            exchange.upstreamClosed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Closing tells the exchange.
        context.close();
    }

    private void expired() {
        if (exchange != null) {
            metrics.upstreamTimeouts.increment();
            exchange.upstreamTimedOut();
        }
    }
}
