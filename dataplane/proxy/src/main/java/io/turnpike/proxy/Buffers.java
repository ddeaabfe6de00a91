package io.turnpike.proxy;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;

/** How much may lie in memory between a client and a backend: about one read above the high-water mark. */
final class Buffers {
    private static final int KIB = 1024;

    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * KIB, 256 * KIB);

    private Buffers() {}

    /** Grows to large reads while bodies stream. */
    static RecvByteBufAllocator receive() {
        return new AdaptiveRecvByteBufAllocator(2 * KIB, 8 * KIB, 256 * KIB);
    }
}
