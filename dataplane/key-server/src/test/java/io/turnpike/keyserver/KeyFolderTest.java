package io.turnpike.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.keyapi.KeyId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NullMarked
class KeyFolderTest {
    @TempDir
    Path temporary;

    private Path keys;

    @BeforeEach
    void makeFolder() throws IOException {
        keys = temporary.resolve("keys");
        Files.createDirectory(keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameAKeyByItsCertificate(LabKeyKind kind) throws Exception {
        String chain =
                new LabCertificates(temporary.resolve("lab")).serverChain("a", kind, List.of("www.example.com"), keys);

        var leaf = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(chain.getBytes(StandardCharsets.US_ASCII)));
        assertThat(new KeyFolder(keys).read()).containsOnlyKeys(KeyId.of(leaf.getPublicKey()));
    }

    @Test
    void shouldRefuseAFolderThatOthersMayLookInto() throws IOException {
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwxr-x---"));

        assertThatThrownBy(() -> new KeyFolder(keys).read())
                .isInstanceOf(UnusableKeysException.class)
                .hasMessageContaining("open to others (rwxr-x---)")
                .hasMessageContaining("chmod 0700 " + keys);
    }

    @Test
    void shouldRefuseAFileThatOthersMayRead() throws Exception {
        Path file = write("a.pem", key("RSA", 2048));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> new KeyFolder(keys).read())
                .isInstanceOf(UnusableKeysException.class)
                .hasMessageContaining("chmod 0600 " + file);
    }

    @Test
    void shouldRefuseAShortRsaKey() throws Exception {
        Path file = write("a.pem", key("RSA", 1024));

        assertThatThrownBy(() -> new KeyFolder(keys).read())
                .isInstanceOf(UnusableKeysException.class)
                .hasMessage(file + " holds an RSA key of 1024 bits; 2048 to 4096 are allowed");
    }

    @Test
    void shouldRefuseAnotherCurve() throws Exception {
        write("a.pem", key("EC", 521));

        assertThatThrownBy(() -> new KeyFolder(keys).read())
                .isInstanceOf(UnusableKeysException.class)
                .hasMessageContaining("a curve of 521 bits");
    }

    @Test
    void shouldRefuseWhatIsNotAKeyWithoutQuotingIt() throws IOException {
        write("a.pem", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(() -> new KeyFolder(keys).read())
                .isInstanceOf(UnusableKeysException.class)
                .hasMessageContaining("neither an RSA nor an ECDSA key")
                .hasNoCause();
    }

    @Test
    void shouldLeaveHiddenFilesAside() throws Exception {
        write(".half-written.pem", "nothing yet");

        assertThat(new KeyFolder(keys).read()).isEmpty();
    }

    private Path write(String name, String content) throws IOException {
        Path file = keys.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }

    private static String key(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }
}
