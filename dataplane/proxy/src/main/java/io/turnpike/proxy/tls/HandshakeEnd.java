package io.turnpike.proxy.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import javax.net.ssl.SSLHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done when a handshake is over. */
final class HandshakeEnd implements FutureListener<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeEnd.class);

    private final Channel channel;
    private final SslHandler handler;
    private final TlsCounters counters;

    HandshakeEnd(Channel channel, SslHandler handler, TlsCounters counters) {
        this.channel = channel;
        this.handler = handler;
        this.counters = counters;
    }

    @Override
    public void operationComplete(Future<Channel> handshake) {
        if (handshake.isSuccess()) {
            counters.completed.increment();
        } else if (lacksSignature(handshake.cause())) {
            counters.unsigned.increment();
            // BoringSSL says nothing to the client then. It held back what it had to say until the signature, too.
            var _ = Alert.INTERNAL_ERROR.sendPlain(channel.pipeline().context(handler));
        } else {
            counters.failed.increment();
            LOG.debug("handshake with {} failed", channel.remoteAddress(), handshake.cause());
        }
    }

    private static boolean lacksSignature(Throwable cause) {
        return cause instanceof SSLHandshakeException
                && String.valueOf(cause.getMessage()).contains("PRIVATE_KEY_OPERATION_FAILED");
    }
}
