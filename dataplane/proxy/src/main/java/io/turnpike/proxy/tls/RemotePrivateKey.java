package io.turnpike.proxy.tls;

import io.netty.handler.ssl.OpenSslAsyncPrivateKeyMethod;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.turnpike.keyapi.KeyClient;
import io.turnpike.keyapi.KeyId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The private key of one certificate, as BoringSSL sees it: signatures come from the key servers. */
final class RemotePrivateKey implements OpenSslAsyncPrivateKeyMethod {
    private static final Logger LOG = LoggerFactory.getLogger(RemotePrivateKey.class);
    /** The event loop of the thread. An engine does not know its connection, but handshakes never leave their loop. */
    private static final FastThreadLocal<@Nullable EventExecutor> LOOP = new FastThreadLocal<>();

    private final KeyId key;
    private final KeyClient client;
    private final Duration timeout;

    RemotePrivateKey(KeyId key, KeyClient client, Duration timeout) {
        this.key = key;
        this.client = client;
        this.timeout = timeout;
    }

    /** Must be called on the event loop of a connection before its handshake begins. */
    static void onLoop(EventExecutor loop) {
        LOOP.set(loop);
    }

    /**
     * The future is completed on the event loop: Netty looks without a barrier at whether it is done, and a handshake
     * whose signature arrived on another thread at that moment would never go on.
     */
    @Override
    public Future<byte[]> sign(SSLEngine engine, int signatureAlgorithm, byte[] input) {
        Promise<byte[]> promise = loop().newPromise();
        var _ = client.sign(key, signatureAlgorithm, input)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((signature, cause) -> {
                    if (cause == null) {
                        promise.trySuccess(signature);
                    } else {
                        LOG.warn("no signature with key {}: {}", key, cause.getMessage());
                        promise.tryFailure(cause);
                    }
                });
        return promise;
    }

    /** Only RSA key exchange decrypts, which is not among the cipher suites. */
    @Override
    public Future<byte[]> decrypt(SSLEngine engine, byte[] input) {
        return loop().newFailedFuture(new UnsupportedOperationException("no cipher suite in use decrypts"));
    }

    private static EventExecutor loop() {
        EventExecutor loop = LOOP.get();
        if (loop == null) {
            throw new IllegalStateException("a handshake runs outside of an event loop");
        }
        return loop;
    }
}
