package io.turnpike.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;
import java.util.function.BiConsumer;

/** Tells HTTP/2 with prior knowledge from HTTP/1.x by its first octets (RFC 9113, 3.4), and goes away. */
public final class Http2Preface extends ByteToMessageDecoder {
    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    private final BiConsumer<ChannelHandlerContext, Boolean> decided;

    /** @param decided is told whether it is HTTP/2, and sets up the pipeline, before it gets the octets */
    public Http2Preface(BiConsumer<ChannelHandlerContext, Boolean> decided) {
        this.decided = decided;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), PREFACE.readableBytes());
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE.getByte(i)) {
                decide(context, false);
                return;
            }
        }
        if (length == PREFACE.readableBytes()) {
            decide(context, true);
        }
    }

    private void decide(ChannelHandlerContext context, boolean http2) {
        decided.accept(context, http2);
        context.pipeline().remove(this);
    }
}
