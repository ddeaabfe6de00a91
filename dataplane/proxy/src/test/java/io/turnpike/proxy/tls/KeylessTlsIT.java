package io.turnpike.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.keyserver.LabKeyKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes of clients that are not ours, signed by a key server in a process of its own. */
@NullMarked
class KeylessTlsIT {
    @TempDir
    static Path folder;

    private static TlsLab lab;
    private static JavaChild keyServer;
    private static TlsFront front;

    @BeforeAll
    static void start() throws IOException {
        lab = new TlsLab(folder);
        // The key server shall have their keys when it starts; those that come later it sees a second later.
        local();
        before();
        after();
        int port = TlsLab.freePort();
        keyServer = lab.keyServer("keyserver", port);
        front = new TlsFront(lab.client("keyserver=127.0.0.1:" + port, Duration.ofSeconds(30)), lab.chains, TlsLab.IDS);
    }

    @AfterAll
    static void stop() {
        front.close();
        keyServer.close();
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.com,    -tls1_3,                                www.example.com,  TLSv1.3, RSA-PSS, SHA256",
        "www.example.com,    -tls1_3 -sigalgs rsa_pss_rsae_sha384,   www.example.com,  TLSv1.3, RSA-PSS, SHA384",
        "www.example.com,    -tls1_3 -sigalgs rsa_pss_rsae_sha512,   www.example.com,  TLSv1.3, RSA-PSS, SHA512",
        "ecdsa.example.com,  -tls1_3,                                both.example.com, TLSv1.3, ECDSA,   SHA256",
        "a.wild.example.com, -tls1_3,                              *.wild.example.com, TLSv1.3, ECDSA,   SHA384",
        "www.example.com,    -tls1_2,                                www.example.com,  TLSv1.2, RSA-PSS, SHA256",
        "www.example.com,    -tls1_2 -sigalgs RSA+SHA256,            www.example.com,  TLSv1.2, RSA,     SHA256",
        "ecdsa.example.com,  -tls1_2,                                both.example.com, TLSv1.2, ECDSA,   SHA256",
        "a.wild.example.com, -tls1_2,                              *.wild.example.com, TLSv1.2, ECDSA,   SHA256",
    })
    void shouldSign(String name, String options, String subject, String protocol, String signature, String digest)
            throws Exception {
        String said = sClient(name, options);

        assertThat(said)
                .contains("Verify return code: 0 (ok)")
                .contains("subject=CN = " + subject + "\n")
                .contains("New, " + protocol + ",")
                .contains("Peer signature type: " + signature + "\n")
                .contains("Peer signing digest: " + digest + "\n");
    }

    /** The RSA certificate of a name is for clients that cannot use the ECDSA one. */
    @ParameterizedTest
    @CsvSource({
        "'',                                              ECDSA",
        "-sigalgs rsa_pss_rsae_sha256,                    RSA-PSS",
        "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256,     RSA-PSS",
        "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256,   ECDSA",
    })
    void shouldChooseTheKeyThatTheClientCanUse(String options, String signature) throws Exception {
        assertThat(sClient("both.example.com", options)).contains("Peer signature type: " + signature + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "-servername www.example.com,          CN = www.example.com",
        "-servername WWW.example.com,          CN = www.example.com",
        "-servername b.wild.example.com,       CN = *.wild.example.com",
        "-servername a.b.wild.example.com,     CN = www.example.com",
        "-servername wild.example.com,         CN = www.example.com",
        "-servername elsewhere.example.org,    CN = www.example.com",
        "-noservername,                        CN = www.example.com",
    })
    void shouldChooseByServerName(String options, String subject) throws Exception {
        assertThat(lab.sClient(front.port(), options.split(" "))).contains("subject=" + subject + "\n");
    }

    @ParameterizedTest
    @CsvSource({"'h2,http/1.1', h2", "http/1.1, http/1.1", "'http/1.1,h2', h2"})
    void shouldOfferHttp2First(String offered, String agreed) throws Exception {
        assertThat(lab.sClient(front.port(), "-servername", "www.example.com", "-alpn", offered))
                .contains("ALPN protocol: " + agreed + "\n");
    }

    @Test
    void shouldServeCurl() throws Exception {
        String url = "https://www.example.com:" + front.port() + "/";

        assertThat(TlsLab.run(List.of(
                        "curl",
                        "-sS",
                        "--http1.1",
                        "--cacert",
                        lab.certificates.authority().toString(),
                        "--resolve",
                        "www.example.com:" + front.port() + ":127.0.0.1",
                        url,
                        url)))
                .isEqualTo("signedsigned");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void shouldServeJava(String protocol) throws Exception {
        try (SSLSocket socket = connect("both.example.com", protocol)) {
            assertThat(TlsLab.get(socket)).endsWith("signed");
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    @Test
    void shouldServeTheHttpClientOfTheJdk() throws Exception {
        Map<String, String> chains = new HashMap<>(lab.chains);
        chains.put("local", local());
        try (TlsFront local = frontLike(chains, List.of("local"));
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(lab.trusting())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + local.port() + "/"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("signed");
        }
    }

    @Test
    void shouldChangeCertificatesWithoutBreakingConnections() throws Exception {
        Map<String, String> before = Map.of("a", before());
        Map<String, String> after = Map.of("a", after());
        try (TlsFront changing = frontLike(before, List.of("a"));
                SSLSocket open =
                        (SSLSocket) lab.trusting().getSocketFactory().createSocket("127.0.0.1", changing.port())) {
            assertThat(TlsLab.get(open)).endsWith("signed");

            changing.tls().certificates(after);

            assertThat(TlsLab.get(open)).endsWith("signed");
            assertThat(lab.sClient(changing.port(), "-noservername")).contains("subject=CN = after.example.com\n");

            changing.tls().certificates(Map.of("a", "no longer a certificate"));
            assertThat(lab.sClient(changing.port(), "-noservername")).contains("subject=CN = after.example.com\n");

            changing.tls().certificates(Map.of());
            assertThat(lab.sClient(changing.port(), "-noservername")).contains("alert internal error");
            assertThat(changing.tls().metrics()).contains("handshakes_total{outcome=\"no_certificate\"} 1");
            assertThat(TlsLab.get(open)).endsWith("signed");
        }
    }

    @Test
    void shouldRefuseWhatIsNotTls() throws Exception {
        assertThat(TlsLab.run(List.of("curl", "-sS", "http://127.0.0.1:" + front.port() + "/")))
                .contains("curl: (");
        assertThat(sClient("www.example.com", "-tls1_1")).contains("New, (NONE)");
    }

    private static String local() throws IOException {
        return lab.chain("local", LabKeyKind.ECDSA_P256, "localhost");
    }

    private static String before() throws IOException {
        return lab.chain("before", LabKeyKind.ECDSA_P256, "before.example.com");
    }

    private static String after() throws IOException {
        return lab.chain("after", LabKeyKind.RSA_2048, "after.example.com");
    }

    private static TlsFront frontLike(Map<String, String> chains, List<String> ids) throws IOException {
        int port = Integer.parseInt(keyServer.printed().replaceAll("(?s).*is up at /127.0.0.1:([0-9]+) .*", "$1"));
        return new TlsFront(lab.client("keyserver=127.0.0.1:" + port, Duration.ofSeconds(30)), chains, ids);
    }

    private static String sClient(String name, String options) throws Exception {
        String all = "-servername " + name + " " + options;
        return lab.sClient(front.port(), all.strip().split(" +"));
    }

    private static SSLSocket connect(String name, String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) lab.trusting().getSocketFactory().createSocket("127.0.0.1", front.port());
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        return socket;
    }
}
