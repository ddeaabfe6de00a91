package io.turnpike.keyserver;

import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The gRPC service, over mutual TLS, in its namespace. */
final class KeyServer implements AutoCloseable {
    private static final int CALLS_A_CONNECTION = 1024;
    private static final int LARGEST_MESSAGE_OCTETS = 16 * 1024;
    private static final long SMALLEST_PING_INTERVAL_SECONDS = 5;

    private final NetworkNamespace namespace;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("key-server", true), NioIoHandler.newFactory());
    private final ExecutorService signers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final Server server;

    /** Listens when it is made. */
    KeyServer(KeyServerConfig config, KeyRing keys, Counters counters) throws IOException {
        namespace = new NetworkNamespace(config.networkNamespace());
        ServerCredentials credentials = TlsServerCredentials.newBuilder()
                .keyManager(
                        config.certificate().toFile(), config.certificateKey().toFile())
                .trustManager(config.authority().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        server = NettyServerBuilder.forAddress(config.listen(), credentials)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                // A socket belongs to the namespace of the thread that opens it.
                .channelFactory(() -> namespace.call(NioServerSocketChannel::new))
                .executor(signers)
                .maxConcurrentCallsPerConnection(CALLS_A_CONNECTION)
                .maxInboundMessageSize(LARGEST_MESSAGE_OCTETS)
                .permitKeepAliveTime(SMALLEST_PING_INTERVAL_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .intercept(new ClientName(config.allowedClients(), counters))
                .addService(new SigningService(keys, counters))
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        signers.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        namespace.close();
    }
}
