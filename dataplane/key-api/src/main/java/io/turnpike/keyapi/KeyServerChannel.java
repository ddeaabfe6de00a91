package io.turnpike.keyapi;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.turnpike.keyapi.grpc.KeyServiceGrpc;
import io.turnpike.keyapi.grpc.SignRequest;
import io.turnpike.keyapi.grpc.SignResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The connection to one key server. */
final class KeyServerChannel implements AutoCloseable {
    private static final long PING_INTERVAL_SECONDS = 10;
    private static final long PING_TIMEOUT_SECONDS = 2;
    /** The longest that gRPC knows; beyond it there is no idleness. */
    private static final long FOREVER_DAYS = 31;

    private static final long RECONNECT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final ManagedChannel channel;
    private final KeyServiceGrpc.KeyServiceFutureStub stub;
    private final AtomicLong reconnectedNanos = new AtomicLong(System.nanoTime());

    KeyServerChannel(KeyServerAddress server, KeyClientConfig config, SocketFactory sockets) throws IOException {
        name = server.name();
        ChannelCredentials credentials = TlsChannelCredentials.newBuilder()
                .keyManager(config.certificate().toFile(), config.privateKey().toFile())
                .trustManager(config.authority().toFile())
                .build();
        channel = NettyChannelBuilder.forAddress(server.address(), credentials)
                .overrideAuthority(server.name())
                .eventLoopGroup(sockets.eventLoop())
                .channelFactory(sockets::open)
                .directExecutor()
                .disableRetry()
                .keepAliveTime(PING_INTERVAL_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PING_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .idleTimeout(FOREVER_DAYS, TimeUnit.DAYS)
                .build();
        stub = KeyServiceGrpc.newFutureStub(channel);
        keepConnected();
    }

    /** A handshake that waits for a signature shall not wait for a connection first. */
    private void keepConnected() {
        ConnectivityState state = channel.getState(true);
        if (state != ConnectivityState.SHUTDOWN) {
            channel.notifyWhenStateChanged(state, this::keepConnected);
        }
    }

    ListenableFuture<SignResponse> sign(SignRequest request, Duration deadline) {
        return stub.withDeadlineAfter(deadline).sign(request);
    }

    /** Left to itself a channel that failed often waits up to two minutes; when nobody signs, that is too long. */
    void reconnectSoon() {
        long now = System.nanoTime();
        long before = reconnectedNanos.get();
        if (now - before > RECONNECT_INTERVAL_NANOS && reconnectedNanos.compareAndSet(before, now)) {
            channel.resetConnectBackoff();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    @Override
    public String toString() {
        return name;
    }
}
