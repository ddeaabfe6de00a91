package io.turnpike.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What concerns a connection of HTTP/2 as a whole: it ends when it has been without streams for too long. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Connection extends ChannelInboundHandlerAdapter {
    private static final int MOST_STREAMS = 128;
    private static final int STREAM_WINDOW_OCTETS = 128 * 1024;
    private static final int HEAD_OCTETS = 32 * 1024;

    private final Http2FrameCodec codec;
    private final Timeouts timeouts;
    private @Nullable Watchdog watchdog;

    Http2Connection(Http2FrameCodec codec, Timeouts timeouts) {
        this.codec = codec;
        this.timeouts = timeouts;
    }

    static Http2FrameCodec codec(Timeouts timeouts) {
        return Http2FrameCodecBuilder.forServer()
                .validateHeaders(true)
                .gracefulShutdownTimeoutMillis(timeouts.drain())
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(MOST_STREAMS)
                        .initialWindowSize(STREAM_WINDOW_OCTETS)
                        .maxHeaderListSize(HEAD_OCTETS))
                .build();
    }

    private Watchdog watchdog() {
        return Objects.requireNonNull(watchdog, "not in a pipeline");
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        watchdog = new Watchdog(context.executor(), () -> expired(context));
        watchdog().within(timeouts.idle());
    }

    private void expired(ChannelHandlerContext context) {
        if (codec.connection().numActiveStreams() == 0) {
            context.channel().close();
        } else {
            watchdog().within(timeouts.idle());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        watchdog().within(timeouts.idle());
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        watchdog().stop();
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Drain.EVENT) {
            // Says GOAWAY, and ends the connection after its last stream.
            context.channel().close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }
}
