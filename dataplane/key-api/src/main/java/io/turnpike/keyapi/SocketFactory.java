package io.turnpike.keyapi;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.turnpike.netns.NetworkNamespace;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens the sockets of a client in a namespace, and has the one thread that serves them. */
final class SocketFactory implements AutoCloseable {
    private final NetworkNamespace namespace;
    private final EventLoopGroup eventLoop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("key-client", true), NioIoHandler.newFactory());

    SocketFactory(@Nullable String networkNamespace) {
        namespace = new NetworkNamespace(networkNamespace);
    }

    EventLoopGroup eventLoop() {
        return eventLoop;
    }

    /** A socket belongs to the namespace of the thread that opens it. */
    Channel open() {
        return namespace.call(NioSocketChannel::new);
    }

    @Override
    public void close() {
        var _ = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        namespace.close();
    }
}
