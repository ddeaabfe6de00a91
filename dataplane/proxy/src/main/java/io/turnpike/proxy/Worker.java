package io.turnpike.proxy;

import io.netty.channel.EventLoop;

/**
 * An event loop and what belongs to it: a client and its backends are served by the same one, without a hand-off.
 *
 * @param index from 0
 */
record Worker(int index, EventLoop loop, UpstreamPool pool, Timeouts timeouts, ProxyMetrics metrics) {}
