package io.turnpike.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.turnpike.keyapi.KeyClient;
import io.turnpike.keyapi.KeyClientConfig;
import io.turnpike.proxy.TlsTermination;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/** TLS 1.2 and 1.3 by BoringSSL, with certificates of the registry and signatures of the key servers. */
public final class KeylessTls implements TlsTermination {
    public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Forward secrecy and AEAD only; no suite has the server decrypt with its key. BoringSSL has its own mind about TLS
     * 1.3, whose suites are named here since Netty takes a list without them for a wish to do without TLS 1.3.
     */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final ApplicationProtocolConfig ALPN = new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);

    private final KeyClient keys;
    private final Duration handshakeTimeout;
    /** Of a signature: as long as the client may take to ask every key server. */
    private final Duration signatureTimeout;

    private final CertificateStore certificates = new CertificateStore(this::context);
    private final TlsCounters counters = new TlsCounters();

    /**
     * Without certificates as yet.
     *
     * @param handshakeTimeout of a whole handshake, the ClientHello's arrival and the signature included
     * @throws IOException if the files of the client's identity cannot be read
     */
    public KeylessTls(KeyClientConfig keyClient, Duration handshakeTimeout) throws IOException {
        OpenSsl.ensureAvailability();
        this.keys = new KeyClient(keyClient);
        this.handshakeTimeout = handshakeTimeout;
        this.signatureTimeout =
                keyClient.deadline().multipliedBy(keyClient.servers().size());
    }

    @Override
    public ChannelHandler handlerFor(List<String> certificateIds, ByteBufAllocator allocator) {
        return new ServerNameHandler(certificateIds, certificates, handshakeTimeout.toMillis(), counters);
    }

    @Override
    public void certificates(Map<String, String> chainPemById) {
        certificates.replace(chainPemById);
    }

    /** Handshakes and signatures, in the text format of Prometheus. */
    @Override
    public String metrics() {
        return counters.text(keys.counters());
    }

    private SslContext context(ServerCertificate certificate) throws SSLException {
        X509Certificate[] chain = certificate.chain().toArray(X509Certificate[]::new);
        try {
            return SslContextBuilder.forServer(OpenSslX509KeyManagerFactory.newKeyless(chain))
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(CIPHER_SUITES)
                    .applicationProtocolConfig(ALPN)
                    .option(OpenSslContextOption.USE_TASKS, true)
                    .option(
                            OpenSslContextOption.ASYNC_PRIVATE_KEY_METHOD,
                            new RemotePrivateKey(certificate.key(), keys, signatureTimeout))
                    .build();
        } catch (SSLException e) {
            throw e;
        } catch (Exception e) {
            throw new SSLException(e);
        }
    }

    @Override
    public void close() {
        certificates.close();
        keys.close();
    }
}
