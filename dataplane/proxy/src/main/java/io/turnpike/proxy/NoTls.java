package io.turnpike.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import java.util.Map;

/** Where no TLS is set up: HTTPS listeners accept, and close. */
@SuppressWarnings("FutureReturnValueIgnored")
final class NoTls implements TlsTermination {
    @Override
    public ChannelHandler handlerFor(List<String> certificateIds, ByteBufAllocator allocator) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                context.close();
            }
        };
    }

    @Override
    public void certificates(Map<String, String> chainPemById) {}

    @Override
    public String metrics() {
        return "";
    }

    @Override
    public void close() {}
}
