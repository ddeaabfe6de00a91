package io.turnpike.billing.registry;

import static io.turnpike.billing.registry.Certificates.fingerprint;
import static io.turnpike.billing.registry.Certificates.pem;
import static io.turnpike.billing.registry.Declarations.refused;
import static io.turnpike.billing.registry.Declarations.resources;
import static io.turnpike.billing.registry.Declarations.state;
import static io.turnpike.billing.registry.Declarations.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateRulesTest {
    private static final String AT = "/resources/0/chain";

    private static List<Certificate> good = List.of();
    private static List<Certificate> expired = List.of();
    private static List<Certificate> ed25519 = List.of();

    @BeforeAll
    static void make(@TempDir Path directory) throws Exception {
        Certificates certificates = new Certificates(directory);
        String[] valid = {"-startdate", "2026/01/01 00:00:00", "-validity", "36500"};
        certificates.make("issuer", with(valid, "-keyalg", "EC", "-ext", "bc:c"));
        certificates.make("leaf", with(valid, "-keyalg", "RSA", "-signer", "issuer"));
        certificates.make("old", "-keyalg", "EC", "-startdate", "2020/01/01 00:00:00", "-validity", "1");
        certificates.make("ed", with(valid, "-keyalg", "Ed25519"));
        good = certificates.chain("leaf");
        expired = certificates.chain("old");
        ed25519 = certificates.chain("ed");
    }

    private static String[] with(String[] options, String... more) {
        return java.util.stream.Stream.of(options, more)
                .flatMap(java.util.stream.Stream::of)
                .toArray(String[]::new);
    }

    private static String certificate(String chain) {
        return resources(
                "{id: 'cert-a', kind: 'CERTIFICATE', account: 'acme', chain: '" + chain.replace("\n", "\\n") + "'}");
    }

    private static List<Violation> held(List<Certificate> chain) {
        return violations(certificate(pem(chain)), RegistryState.EMPTY, fingerprint -> true);
    }

    @Test
    void shouldTakeAChainWhoseKeyIsHeld() {
        assertThat(good).hasSize(2);
        assertThat(violations(certificate(pem(good)), RegistryState.EMPTY, fingerprint(good)::equals))
                .isEmpty();
    }

    @Test
    void shouldKnowKeysByTheirSubjectPublicKeyInfo() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(good.getFirst().getPublicKey().getEncoded());
        assertThat(fingerprint(good))
                .isEqualTo(HexFormat.of().formatHex(digest))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void shouldRefuseACertificateWhoseKeyNobodyHolds() {
        refused(
                violations(certificate(pem(good))),
                AT,
                "no key server holds the private key, whose SHA-256 is " + fingerprint(good));
    }

    @Test
    void shouldRefuseWhatIsNoCertificate() {
        String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for (String text : List.of("", "hello", broken, new String(new byte[] {1, 2}, StandardCharsets.UTF_8))) {
            String json = text.chars().anyMatch(c -> c < ' ' && c != '\n') ? "\\u0001" : text;
            refused(violations(certificate(json)), AT, "X.509 certificates in PEM");
        }
    }

    @Test
    void shouldRefuseAnExpiredCertificate() {
        refused(held(expired), AT, "certificate 0 expired at 2020-01-");
    }

    @Test
    void shouldRefuseAChainThatIsNotInOrder() {
        refused(held(good.reversed()), AT, "certificate 1 did not issue certificate 0");
        refused(held(List.of(good.getFirst(), ed25519.getFirst())), AT, "certificate 1 did not issue certificate 0");
    }

    @Test
    void shouldRefuseAKeyThatTheKeyServersCannotSignWith() {
        refused(held(ed25519), AT, "RSA and EC");
    }

    @Test
    void shouldNotJudgeAgainWhatIsRegistered() {
        String text = certificate(pem(expired));
        assertThat(violations(text, state(text))).isEmpty();
        refused(violations(certificate(pem(good)), state(text)), AT, "no key server");
    }

    @Test
    void shouldSayThatItCannotBeToldWhileKafkaIsAway() {
        assertThatThrownBy(() -> violations(certificate(pem(good)), RegistryState.EMPTY, fingerprint -> {
                    throw new KeysUnknownException(new IllegalStateException());
                }))
                .isInstanceOf(KeysUnknownException.class)
                .hasMessageContaining("Kafka does not answer");
    }
}
