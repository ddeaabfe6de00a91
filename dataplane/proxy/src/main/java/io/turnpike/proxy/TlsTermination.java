package io.turnpike.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.Map;

/** TLS on the client's side of HTTPS listeners. Where the private keys are is its affair. */
public interface TlsTermination extends AutoCloseable {
    /**
     * What goes first into the pipeline of a new connection of an HTTPS listener: an {@link io.netty.handler.ssl.SslHandler}
     * of a server, or a handler that is replaced by one once it knows the name that the client asks for. It offers the
     * ALPN protocols {@code h2} and {@code http/1.1}; a client without ALPN gets HTTP/1.1. Called on the event loop of
     * the connection, which it must not block. A handshake that takes too long, or for which there is no certificate, is
     * its to fail.
     *
     * @param certificateIds of the listener, at least one, the default one first
     * @param allocator of the connection
     */
    ChannelHandler handlerFor(List<String> certificateIds, ByteBufAllocator allocator);

    /**
     * The certificates of the registry as they are from now on; called before listeners that use them are bound, on the
     * thread that follows the registry. Connections that exist keep what they negotiated.
     *
     * @param chainPemById by the id of the CERTIFICATE resource, each with the leaf first, in PEM
     */
    void certificates(Map<String, String> chainPemById);

    /** What there is to tell of handshakes, as Prometheus text. */
    String metrics();

    @Override
    void close();
}
