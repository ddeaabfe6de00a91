package io.turnpike.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.turnpike.flow.Configuration.Certificate;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Resource;
import io.turnpike.proxy.http.Http2Preface;
import io.turnpike.registry.Registry;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the HTTP and HTTPS listeners that the registry says, each on every event loop. */
@SuppressWarnings("FutureReturnValueIgnored")
public final class ProxyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
    private static final int BACKLOG = 4096;

    private final String name;
    private final TlsTermination tls;
    private final Timeouts timeouts;
    private final ProxyMetrics metrics = new ProxyMetrics();
    private final MultiThreadIoEventLoopGroup loops;
    private final List<Worker> workers = new ArrayList<>();
    private final Map<Endpoint, Bound> bound = new HashMap<>();
    private final Set<String> problems = new TreeSet<>();
    private long appliedVersion;

    private record Bound(Service service, List<Channel> sockets) {}

    /**
     * Listens nowhere yet.
     *
     * @param name id of the proxy's NODE resource
     * @param threads of the event loops; whatever they open lives where the factory puts them
     */
    public ProxyServer(String name, int threads, ThreadFactory threadFactory, TlsTermination tls, Timeouts timeouts) {
        this.name = name;
        this.tls = tls;
        this.timeouts = timeouts;
        this.loops = new MultiThreadIoEventLoopGroup(threads, threadFactory, EpollIoHandler.newFactory());
        for (EventExecutor executor : loops) {
            EventLoop loop = (EventLoop) executor;
            workers.add(new Worker(workers.size(), loop, new UpstreamPool(loop, timeouts, metrics), timeouts, metrics));
        }
    }

    /** Makes the listeners what the registry says; connections of those that stay go on undisturbed. */
    public synchronized void apply(Registry registry) {
        problems.clear();
        tls.certificates(registry.resources().values().stream()
                .filter(resource -> resource.configuration() instanceof Certificate)
                .collect(Collectors.toMap(Resource::id, ProxyServer::chain)));
        Map<Endpoint, Service.Settings> wanted = Listeners.of(registry, name);
        bound.entrySet().removeIf(entry -> {
            boolean gone = !wanted.containsKey(entry.getKey());
            if (gone) {
                unbind(entry.getKey(), entry.getValue());
            }
            return gone;
        });
        wanted.forEach((at, settings) -> {
            Bound there = bound.get(at);
            if (there == null) {
                bind(at, new Service(settings, workers.size()));
            } else {
                there.service().change(settings);
            }
        });
        appliedVersion = registry.version();
    }

    private static String chain(Resource resource) {
        return resource.configuration() instanceof Certificate certificate ? certificate.chainPem() : "";
    }

    private void bind(Endpoint at, Service service) {
        List<Channel> sockets = new ArrayList<>();
        try {
            for (Worker worker : workers) {
                sockets.add(bind(at, service, worker));
            }
            bound.put(at, new Bound(service, sockets));
            LOG.info("{} of {} is served", at, service.state().settings().slbId());
        } catch (Exception e) {
            // Netty throws what the kernel said, checked or not.
            sockets.forEach(Channel::close);
            problems.add("cannot listen on " + at + ": " + e.getMessage());
            LOG.error("cannot listen on {}; will try again with the next change of the registry", at, e);
        }
    }

    private Channel bind(Endpoint at, Service service, Worker worker) {
        boolean ipv4 = at.address().isIpv4();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(worker.loop())
                .channelFactory(() ->
                        new EpollServerSocketChannel(ipv4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6))
                .option(EpollChannelOption.SO_REUSEPORT, true)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(EpollChannelOption.IP_FREEBIND, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Buffers.WATER_MARK)
                .childHandler(new ClientInitializer(service, worker, tls));
        InetSocketAddress address = Listeners.socketAddress(at);
        // The socket belongs to the namespace of the thread that opens it.
        return worker.loop()
                .submit(() -> bootstrap.bind(address))
                .syncUninterruptibly()
                .getNow()
                .syncUninterruptibly()
                .channel();
    }

    private static void unbind(Endpoint at, Bound gone) {
        gone.sockets().forEach(socket -> socket.close().syncUninterruptibly());
        drain(gone);
        LOG.info(
                "{} of {} is not served any more",
                at,
                gone.service().state().settings().slbId());
    }

    private static void drain(Bound bound) {
        bound.service().connections().forEach(ProxyServer::drain);
    }

    private static void drain(Channel client) {
        ChannelPipeline pipeline = client.pipeline();
        if (pipeline.get(Http2Preface.class) != null
                || pipeline.get(ApplicationProtocolNegotiationHandler.class) != null) {
            // It has not asked for anything yet.
            client.close();
        } else {
            pipeline.fireUserEventTriggered(Drain.EVENT);
        }
    }

    /** What is not as it should be; empty if all is well. */
    public synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** Of the registry; 0 before the first. */
    public synchronized long appliedVersion() {
        return appliedVersion;
    }

    ProxyMetrics metrics() {
        return metrics;
    }

    /** Stops to accept, lets requests in flight end, for a limited time, and ends. */
    @Override
    public synchronized void close() {
        bound.values()
                .forEach(of -> of.sockets().forEach(socket -> socket.close().syncUninterruptibly()));
        bound.values().forEach(of -> drain(of));
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeouts.drain());
        for (Bound of : bound.values()) {
            Future<Void> closed = of.service().connections().newCloseFuture();
            closed.awaitUninterruptibly(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        bound.clear();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
