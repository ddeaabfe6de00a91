package io.turnpike.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnpike.keyapi.KeyClient;
import io.turnpike.keyapi.KeyClientConfig;
import io.turnpike.keyapi.KeyId;
import io.turnpike.keyapi.KeyServerAddress;
import io.turnpike.keyapi.SignatureScheme;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real key server and the real client, over mutual TLS. */
@NullMarked
class KeyServerIT {
    private static final byte[] INPUT = "what a server signs".getBytes(StandardCharsets.UTF_8);
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private LabCertificates lab;
    private KeyRing ring;
    private KeyServer server;
    private final Counters counters = new Counters();

    @BeforeEach
    void startServer() throws Exception {
        lab = new LabCertificates(folder.resolve("lab"));
        for (LabKeyKind kind : LabKeyKind.values()) {
            chain(kind);
        }
        ring = new KeyRing(new KeyFolder(keys()));
        LabCertificates.Identity identity = lab.identity("keyserver");
        KeyServerConfig config = new KeyServerConfig(
                "keyserver",
                null,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                keys(),
                identity.certificate(),
                identity.privateKey(),
                identity.authority(),
                Set.of("proxy1"),
                "127.0.0.1:1",
                0);
        server = new KeyServer(config, ring, counters);
    }

    @AfterEach
    void stopServer() {
        server.close();
        ring.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSA_PKCS1_SHA256, SHA256withRSA, ",
        "RSA_2048, RSA_PKCS1_SHA384, SHA384withRSA, ",
        "RSA_2048, RSA_PKCS1_SHA512, SHA512withRSA, ",
        "RSA_2048, RSA_PSS_RSAE_SHA256, RSASSA-PSS, 256",
        "RSA_2048, RSA_PSS_RSAE_SHA384, RSASSA-PSS, 384",
        "RSA_2048, RSA_PSS_RSAE_SHA512, RSASSA-PSS, 512",
        "ECDSA_P256, ECDSA_SECP256R1_SHA256, SHA256withECDSA, ",
        "ECDSA_P384, ECDSA_SECP384R1_SHA384, SHA384withECDSA, ",
    })
    void shouldSign(LabKeyKind kind, SignatureScheme scheme, String algorithm, @Nullable Integer digestBits)
            throws Exception {
        PublicKey key = publicKey(kind);
        byte[] signature;
        try (KeyClient client = client("proxy1")) {
            signature = client.sign(KeyId.of(key), scheme.codePoint(), INPUT).join();
        }

        Signature verifier = Signature.getInstance(algorithm);
        if (digestBits != null) {
            verifier.setParameter(new PSSParameterSpec(
                    "SHA-" + digestBits, "MGF1", new MGF1ParameterSpec("SHA-" + digestBits), digestBits / 8, 1));
        }
        verifier.initVerify(key);
        verifier.update(INPUT);
        assertThat(verifier.verify(signature)).isTrue();
    }

    @Test
    void shouldRefuseWhatDoesNotFit() throws Exception {
        KeyId rsa = KeyId.of(publicKey(LabKeyKind.RSA_2048));
        KeyId ecdsa = KeyId.of(publicKey(LabKeyKind.ECDSA_P256));
        int pss = SignatureScheme.RSA_PSS_RSAE_SHA256.codePoint();
        try (KeyClient client = client("proxy1")) {
            assertRefused(client, ecdsa, pss, INPUT, "INVALID_ARGUMENT (scheme rsa_pss_rsae_sha256 does not fit key");
            assertRefused(client, rsa, 0x0201, INPUT, "INVALID_ARGUMENT (signature scheme 0x0201 is not supported");
            assertRefused(client, rsa, pss, new byte[1025], "INVALID_ARGUMENT (an input of 1025 octets is larger");
            assertRefused(client, new KeyId("0".repeat(64)), pss, INPUT, "NOT_FOUND (there is no key 0000");
        }
        assertThat(counters.refused.sum()).isEqualTo(4);
        assertThat(counters.signed.sum()).isZero();
    }

    @Test
    void shouldRefuseAClientThatIsNotAllowed() throws Exception {
        KeyId rsa = KeyId.of(publicKey(LabKeyKind.RSA_2048));
        int pss = SignatureScheme.RSA_PSS_RSAE_SHA256.codePoint();
        try (KeyClient client = client("billing")) {
            assertRefused(client, rsa, pss, INPUT, "PERMISSION_DENIED (the certificate's names [billing] may not sign");
        }
        assertThat(counters.denied.sum()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnotherAuthority() throws Exception {
        KeyId rsa = KeyId.of(publicKey(LabKeyKind.RSA_2048));
        LabCertificates.Identity forged = new LabCertificates(folder.resolve("forger")).identity("proxy1");
        KeyClientConfig config = config(forged, lab.identity("proxy1").authority());
        try (KeyClient client = new KeyClient(config)) {
            assertRefused(client, rsa, SignatureScheme.RSA_PSS_RSAE_SHA256.codePoint(), INPUT, "UNAVAILABLE");
        }
        assertThat(counters.signed.sum() + counters.denied.sum()).isZero();
    }

    @Test
    void shouldFollowItsFolder() throws Exception {
        KeyId gone = KeyId.of(publicKey(LabKeyKind.ECDSA_P256));
        ring.watch(_ -> {});
        Files.delete(keys().resolve("ECDSA_P256.pem"));
        lab.serverChain("new", LabKeyKind.ECDSA_P256, List.of("new.example.com"), keys());

        await().until(() -> ring.find(gone).isEmpty() && ring.ids().size() == 3);

        Files.writeString(keys().resolve("new.pem"), "no longer a key");
        await().until(() -> ring.problem() != null);
        assertThat(ring.problem()).contains("new.pem has no PEM block");
        assertThat(ring.ids()).hasSize(3);
    }

    private static void assertRefused(KeyClient client, KeyId key, int scheme, byte[] input, String message) {
        assertThatThrownBy(() -> client.sign(key, scheme, input).join()).hasMessageContaining(message);
    }

    private KeyClient client(String name) throws IOException {
        LabCertificates.Identity identity = lab.identity(name);
        return new KeyClient(config(identity, identity.authority()));
    }

    private KeyClientConfig config(LabCertificates.Identity identity, Path authority) {
        return new KeyClientConfig(
                KeyServerAddress.parse("keyserver=127.0.0.1:" + server.port()),
                identity.certificate(),
                identity.privateKey(),
                authority,
                DEADLINE,
                16,
                null);
    }

    private PublicKey publicKey(LabKeyKind kind) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(chain(kind).getBytes(StandardCharsets.US_ASCII)))
                .getPublicKey();
    }

    private String chain(LabKeyKind kind) throws IOException {
        return lab.serverChain(kind.name(), kind, List.of("www.example.com"), keys());
    }

    private Path keys() {
        return folder.resolve("keys");
    }
}
