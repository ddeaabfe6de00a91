package io.turnpike.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seam for TLS, with a local key. */
@NullMarked
class HttpsIT {
    /** Serves what it is told of, with the one key it has. */
    private static final class LocalKey implements TlsTermination {
        @Override
        public String metrics() {
            return "";
        }

        @Override
        public void close() {}

        private final Map<String, String> chains = new HashMap<>();
        private final SslContext context;

        private LocalKey(X509Bundle bundle) throws SSLException {
            context = SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
                    .sslProvider(SslProvider.OPENSSL)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        }

        @Override
        public ChannelHandler handlerFor(List<String> certificateIds, ByteBufAllocator allocator) {
            assertThat(chains).containsKey(certificateIds.getFirst());
            return context.newHandler(allocator);
        }

        @Override
        public void certificates(Map<String, String> chainPemById) {
            chains.clear();
            chains.putAll(chainPemById);
        }
    }

    @ParameterizedTest
    @CsvSource({"--http2, 2", "--http1.1, 1.1", "--no-alpn, 1.1"})
    void shouldGoOnByAlpn(String option, String version) throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        int port = TestProxy.freePort();
        try (EchoBackend backend = new EchoBackend();
                ProxyServer server = new ProxyServer(
                        TestRegistry.PROXY,
                        1,
                        new DefaultThreadFactory("https"),
                        new LocalKey(bundle),
                        TestProxy.TIMEOUTS)) {
            server.apply(new TestRegistry("127.0.0.1")
                    .https(port, "cert-a", bundle.getCertificatePathPEM(), backend.backend(1))
                    .build());
            assertThat(curl(option, "https://127.0.0.1:" + port + "/echo")).isEqualTo("posted " + version);
            assertThat(backend.heads.remove()).contains("x-forwarded-proto: https\n");
        }
    }

    private static String curl(String option, String uri) throws Exception {
        Process curl = new ProcessBuilder(
                        "curl", "-sk", "--max-time", "20", option, "-d", "posted ", "-w", "%{http_version}", uri)
                .start();
        return new String(curl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
