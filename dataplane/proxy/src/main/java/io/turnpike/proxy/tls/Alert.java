package io.turnpike.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;

/** Fatal alerts (RFC 8446 section 6.2) that are ours to send, before the server has sent anything. */
enum Alert {
    INTERNAL_ERROR(80);

    private static final int RECORD_TYPE_ALERT = 21;
    private static final int TLS_1_2 = 0x0303;
    private static final int OCTETS = 2;
    private static final int FATAL = 2;

    private final int description;

    Alert(int description) {
        this.description = description;
    }

    /** Writes it, past the handler of the context, unencrypted: no keys are in use yet. */
    ChannelFuture sendPlain(ChannelHandlerContext context) {
        ByteBuf octets = context.alloc().buffer(5 + OCTETS);
        octets.writeByte(RECORD_TYPE_ALERT).writeShort(TLS_1_2).writeShort(OCTETS);
        octets.writeByte(FATAL).writeByte(description);
        return context.writeAndFlush(octets);
    }
}
