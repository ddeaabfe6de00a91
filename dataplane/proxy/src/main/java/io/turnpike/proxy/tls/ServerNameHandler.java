package io.turnpike.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for the ClientHello, then gives its place to the SslHandler of the certificate that fits it. */
final class ServerNameHandler extends AbstractSniHandler<SslContext> {
    private static final int LARGEST_CLIENT_HELLO_OCTETS = 16 * 1024;

    private final List<String> certificateIds;
    private final CertificateStore certificates;
    private final TlsCounters counters;
    private boolean isRefused;

    ServerNameHandler(
            List<String> certificateIds,
            CertificateStore certificates,
            long handshakeTimeoutMillis,
            TlsCounters counters) {
        super(LARGEST_CLIENT_HELLO_OCTETS, handshakeTimeoutMillis);
        this.certificateIds = certificateIds;
        this.certificates = certificates;
        this.counters = counters;
    }

    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext context, @Nullable ByteBuf body) {
        ClientHello hello = body == null ? ClientHello.UNREADABLE : ClientHello.read(body);
        Optional<SslContext> chosen = certificates.acquire(certificateIds, hello);
        return chosen.map(context.executor()::newSucceededFuture)
                .orElseGet(() -> context.executor()
                        .newFailedFuture(new IllegalStateException("no certificate of " + certificateIds)));
    }

    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext context, @Nullable String hostname) {
        throw new UnsupportedOperationException("the whole ClientHello is looked at");
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext context, @Nullable String hostname, Future<SslContext> future) {
        if (!future.isSuccess()) {
            refuse(context);
            return;
        }
        SslContext chosen = future.getNow();
        try {
            SslHandler handler = chosen.newHandler(context.alloc());
            handler.setHandshakeTimeoutMillis(handshakeTimeoutMillis);
            handler.handshakeFuture().addListener(new HandshakeEnd(context.channel(), handler, counters));
            RemotePrivateKey.onLoop(context.channel().eventLoop());
            context.pipeline().replace(this, SslHandler.class.getName(), handler);
        } finally {
            ReferenceCountUtil.release(chosen);
        }
    }

    /** Once: the ClientHello is still there, and is looked at again until the connection is closed. */
    private void refuse(ChannelHandlerContext context) {
        if (!isRefused) {
            isRefused = true;
            counters.withoutCertificate.increment();
            Alert.INTERNAL_ERROR.sendPlain(context).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
