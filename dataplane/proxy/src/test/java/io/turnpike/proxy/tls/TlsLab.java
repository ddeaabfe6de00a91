package io.turnpike.proxy.tls;

import static org.awaitility.Awaitility.await;

import io.turnpike.keyapi.KeyClientConfig;
import io.turnpike.keyapi.KeyServerAddress;
import io.turnpike.keyserver.LabCertificates;
import io.turnpike.keyserver.LabKeyKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.NullMarked;

/** Certificates and key servers for the tests of a folder. */
@NullMarked
final class TlsLab {
    /** In the order of the listener: the first is what clients get that name none of them. */
    static final List<String> IDS = List.of("rsa", "ecdsa", "wildcard");

    private final Path folder;
    final LabCertificates certificates;
    final Map<String, String> chains;

    TlsLab(Path folder) throws IOException {
        this.folder = folder;
        certificates = new LabCertificates(folder.resolve("certificates"));
        chains = Map.of(
                "rsa", chain("rsa", LabKeyKind.RSA_2048, "www.example.com", "both.example.com"),
                "ecdsa", chain("ecdsa", LabKeyKind.ECDSA_P256, "both.example.com", "ecdsa.example.com"),
                "wildcard", chain("wildcard", LabKeyKind.ECDSA_P384, "*.wild.example.com"));
    }

    String chain(String id, LabKeyKind kind, String... names) throws IOException {
        return certificates.serverChain(id, kind, List.of(names), keyFolder());
    }

    Path keyFolder() {
        return folder.resolve("keys");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts a key server; it listens when this returns. */
    JavaChild keyServer(String name, int port) throws IOException {
        LabCertificates.Identity identity = certificates.identity(name);
        JavaChild child = JavaChild.start(
                "io.turnpike.keyserver.KeyServerMain",
                folder.resolve(name + ".log"),
                Map.of(
                        "TURNPIKE_KEYSERVER_NAME", name,
                        "TURNPIKE_KEYSERVER_LISTEN", "127.0.0.1:" + port,
                        "TURNPIKE_KEY_FOLDER", keyFolder().toString(),
                        "TURNPIKE_TLS_CERTIFICATE", identity.certificate().toString(),
                        "TURNPIKE_TLS_KEY", identity.privateKey().toString(),
                        "TURNPIKE_TLS_CA", identity.authority().toString(),
                        "TURNPIKE_TLS_ALLOWED_CLIENTS", "proxy1",
                        "TURNPIKE_KAFKA_BOOTSTRAP", "127.0.0.1:1",
                        "TURNPIKE_HEALTH_PORT", Integer.toString(freePort())),
                List.of());
        await().atMost(Duration.ofMinutes(2)).until(() -> child.printed().contains(name + " is up at"));
        return child;
    }

    KeyClientConfig client(String servers, Duration deadline) throws IOException {
        LabCertificates.Identity identity = certificates.identity("proxy1");
        return new KeyClientConfig(
                KeyServerAddress.parse(servers),
                identity.certificate(),
                identity.privateKey(),
                identity.authority(),
                deadline,
                KeyClientConfig.DEFAULT_IN_FLIGHT_LIMIT,
                null);
    }

    /** What {@code openssl s_client} says of a handshake. */
    String sClient(int port, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-verify_return_error"));
        command.addAll(List.of("-CAfile", certificates.authority().toString()));
        command.addAll(List.of(options));
        return run(command);
    }

    static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("turnpike", ".out");
        try {
            new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    /** The answer to a request. */
    static String get(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (answer.indexOf("signed") < 0) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            answer.append((char) octet);
        }
        return answer.toString();
    }

    /** Trusts the public authority, and checks no host names. */
    SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream in = Files.newInputStream(certificates.authority())) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
