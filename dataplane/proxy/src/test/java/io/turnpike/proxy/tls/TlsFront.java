package io.turnpike.proxy.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.turnpike.keyapi.KeyClientConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** An HTTPS listener of the proxy with nothing behind it: each request is answered with one small page. */
@NullMarked
final class TlsFront implements AutoCloseable {
    private static final String PAGE = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsigned";
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private final KeylessTls tls;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Channel listener;

    TlsFront(KeyClientConfig keys, Map<String, String> chainPemById, List<String> certificateIds) throws IOException {
        tls = new KeylessTls(keys, HANDSHAKE_TIMEOUT);
        tls.certificates(chainPemById);
        listener = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.handlerFor(certificateIds, channel.alloc()), new Page());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    KeylessTls tls() {
        return tls;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        tls.close();
    }

    private static final class Page extends SimpleChannelInboundHandler<ByteBuf> {
        private final StringBuilder seen = new StringBuilder();

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
            seen.append(in.toString(StandardCharsets.US_ASCII));
            if (seen.indexOf("\r\n\r\n") >= 0) {
                seen.setLength(0);
                var _ = context.writeAndFlush(Unpooled.copiedBuffer(PAGE, StandardCharsets.US_ASCII));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
