package io.turnpike.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnpike.keyapi.KeyClient;
import io.turnpike.keyapi.KeyClientConfig;
import io.turnpike.keyapi.KeyId;
import io.turnpike.keyapi.KeyServerAddress;
import io.turnpike.keyapi.SignatureScheme;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server and client live in a namespace, their processes elsewhere. */
@NullMarked
class NamespaceIT {
    private static final String NAME = "tpkey" + ProcessHandle.current().pid();
    private static final int PORT = 7443;

    @TempDir
    Path folder;

    @BeforeEach
    void addNamespace() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are root's to make");
        run("ip", "netns", "add", NAME);
        run("ip", "-n", NAME, "link", "set", "lo", "up");
    }

    @AfterEach
    void deleteNamespace() throws Exception {
        run("ip", "netns", "delete", NAME);
    }

    @Test
    void shouldSignInsideTheNamespaceOnly() throws Exception {
        LabCertificates lab = new LabCertificates(folder.resolve("lab"));
        Path keys = folder.resolve("keys");
        lab.serverChain("a", LabKeyKind.ECDSA_P256, List.of("www.example.com"), keys);
        KeyRing ring = new KeyRing(new KeyFolder(keys));
        KeyId id = ring.ids().iterator().next();
        String path = "/run/netns/" + NAME;
        int scheme = SignatureScheme.ECDSA_SECP256R1_SHA256.codePoint();
        try (KeyServer _ = new KeyServer(serverConfig(lab, keys, path), ring, new Counters());
                KeyClient inside = new KeyClient(clientConfig(lab, path));
                KeyClient outside = new KeyClient(clientConfig(lab, null))) {
            assertThat(inside.sign(id, scheme, new byte[1]).join()).isNotEmpty();
            assertThatThrownBy(() -> outside.sign(id, scheme, new byte[1]).join())
                    .hasMessageContaining("UNAVAILABLE");
        } finally {
            ring.close();
        }
    }

    private static KeyServerConfig serverConfig(LabCertificates lab, Path keys, String namespace) throws IOException {
        LabCertificates.Identity identity = lab.identity("keyserver");
        return new KeyServerConfig(
                "keyserver",
                namespace,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT),
                keys,
                identity.certificate(),
                identity.privateKey(),
                identity.authority(),
                Set.of("proxy1"),
                "127.0.0.1:1",
                0);
    }

    private static KeyClientConfig clientConfig(LabCertificates lab, @Nullable String namespace) throws IOException {
        LabCertificates.Identity identity = lab.identity("proxy1");
        return new KeyClientConfig(
                KeyServerAddress.parse("keyserver=127.0.0.1:" + PORT),
                identity.certificate(),
                identity.privateKey(),
                identity.authority(),
                Duration.ofSeconds(20),
                16,
                namespace);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
