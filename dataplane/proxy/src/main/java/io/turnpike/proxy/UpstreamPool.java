package io.turnpike.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connections to backends of one event loop; those that are free wait here, the one used last is used first. */
@SuppressWarnings("FutureReturnValueIgnored")
final class UpstreamPool {
    private static final int MOST_IDLE = 256;
    private static final int MOST_OPEN = 16_384;
    private static final long SWEEP_MILLIS = 1000;

    private final EventLoop loop;
    private final Timeouts timeouts;
    private final ProxyMetrics metrics;
    private final Map<Route, ArrayDeque<Upstream>> idle = new HashMap<>();
    private final Map<Route, Integer> open = new HashMap<>();

    /** From where to where. */
    record Route(InetSocketAddress backend, @Nullable InetAddress local) {}

    /** Gets a connection, or why there is none; on the event loop, perhaps before the call returns. */
    interface Taker {
        void connected(Upstream upstream);

        void notConnected(Throwable cause);
    }

    UpstreamPool(EventLoop loop, Timeouts timeouts, ProxyMetrics metrics) {
        this.loop = loop;
        this.timeouts = timeouts;
        this.metrics = metrics;
        loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A connection that waits, unless a fresh one is asked for or none waits. */
    void take(Route route, boolean fresh, Taker taker) {
        ArrayDeque<Upstream> waiting = idle.get(route);
        Upstream upstream = fresh || waiting == null ? null : waiting.pollFirst();
        if (upstream != null) {
            metrics.upstreamIdle.decrement();
            metrics.upstreamReuses.increment();
            taker.connected(upstream);
        } else if (open.getOrDefault(route, 0) >= MOST_OPEN) {
            taker.notConnected(new IllegalStateException("too many connections to " + route.backend()));
        } else {
            connect(route, taker);
        }
    }

    private void connect(Route route, Taker taker) {
        metrics.upstreamConnects.increment();
        Upstream upstream = new Upstream(this, route, timeouts, metrics);
        ChannelFuture connecting = bootstrap(route, upstream).connect(route.backend(), local(route));
        opened(route, connecting);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                taker.connected(upstream);
            } else {
                taker.notConnected(done.cause());
            }
        });
    }

    private static @Nullable InetSocketAddress local(Route route) {
        return route.local() == null ? null : new InetSocketAddress(route.local(), 0);
    }

    private Bootstrap bootstrap(Route route, Upstream upstream) {
        SocketProtocolFamily family = route.backend().getAddress() instanceof Inet6Address
                ? SocketProtocolFamily.INET6
                : SocketProtocolFamily.INET;
        return new Bootstrap()
                .group(loop)
                .channelFactory(() -> new EpollSocketChannel(family))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeouts.connect())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Buffers.WATER_MARK)
                // Else a local address would be good for 64 k connections to all backends together.
                .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.config().setRecvByteBufAllocator(Buffers.receive());
                        channel.pipeline().addLast(new HttpRequestEncoder(), upstream.decoder(), upstream);
                    }
                });
    }

    private void opened(Route route, ChannelFuture connecting) {
        open.merge(route, 1, Integer::sum);
        metrics.upstreamOpen.increment();
        connecting.channel().closeFuture().addListener(closed -> {
            open.computeIfPresent(route, (of, count) -> count == 1 ? null : count - 1);
            metrics.upstreamOpen.decrement();
        });
    }

    /** Takes back a connection that can be used again. */
    void giveBack(Upstream upstream) {
        ArrayDeque<Upstream> waiting = idle.computeIfAbsent(upstream.route(), route -> new ArrayDeque<>());
        if (waiting.size() >= MOST_IDLE) {
            upstream.close();
            return;
        }
        upstream.idleSince(System.nanoTime());
        waiting.addFirst(upstream);
        metrics.upstreamIdle.increment();
    }

    /** A connection that waited was closed. */
    void forget(Upstream upstream) {
        ArrayDeque<Upstream> waiting = idle.get(upstream.route());
        if (waiting != null && waiting.remove(upstream)) {
            metrics.upstreamIdle.decrement();
        }
    }

    private void sweep() {
        long oldest = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(timeouts.pooled());
        Iterator<ArrayDeque<Upstream>> routes = idle.values().iterator();
        while (routes.hasNext()) {
            ArrayDeque<Upstream> waiting = routes.next();
            while (!waiting.isEmpty() && waiting.peekLast().idleSince() - oldest < 0) {
                metrics.upstreamIdle.decrement();
                waiting.pollLast().close();
            }
            if (waiting.isEmpty()) {
                routes.remove();
            }
        }
    }
}
