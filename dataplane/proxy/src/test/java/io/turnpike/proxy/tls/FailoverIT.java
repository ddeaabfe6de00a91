package io.turnpike.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key servers that die, or fall silent, while handshakes go on. */
@NullMarked
class FailoverIT {
    private static final String SIGNED = "Peer signature type: RSA-PSS\n";

    @TempDir
    Path folder;

    private TlsLab lab;
    private int firstPort;
    private JavaChild first;
    private JavaChild second;
    private TlsFront front;

    @BeforeEach
    void start() throws IOException {
        lab = new TlsLab(folder);
        firstPort = TlsLab.freePort();
        int secondPort = TlsLab.freePort();
        first = lab.keyServer("keyserver", firstPort);
        second = lab.keyServer("keyserver2", secondPort);
        front = new TlsFront(
                lab.client(
                        "keyserver=127.0.0.1:" + firstPort + ",keyserver2=127.0.0.1:" + secondPort,
                        Duration.ofSeconds(2)),
                lab.chains,
                TlsLab.IDS);
        // Until both are connected a slow machine could make the very first handshakes miss the deadline.
        await().atMost(Duration.ofMinutes(1)).until(() -> handshake().contains(SIGNED));
    }

    @AfterEach
    void stop() {
        front.close();
        first.close();
        second.close();
    }

    @Test
    void shouldGoOnWithTheOtherServerWhenOneDies() throws Exception {
        String before = first.printed();

        first.kill();

        assertThat(handshake()).contains(SIGNED);
        assertThat(handshake()).contains(SIGNED);
        assertThat(before).contains("proxy1 has");
        assertThat(second.printed()).contains("proxy1 has");
        assertThat(metric("handshakes_total{outcome=\"unsigned\"}")).isZero();
    }

    /** The connection stays open and nothing comes back: only the deadline tells. */
    @Test
    void shouldGoOnWithTheOtherServerWhenOneFallsSilent() throws Exception {
        first.signal("STOP");

        assertThat(handshake()).contains(SIGNED);
        assertThat(metric("signature_failovers_total")).isPositive();
        long failovers = metric("signature_failovers_total");
        assertThat(handshake()).contains(SIGNED);
        assertThat(metric("signature_failovers_total"))
                .as("the silent one is not asked again")
                .isEqualTo(failovers);
        first.signal("CONT");
    }

    @Test
    void shouldFailHandshakesWithAnAlertWhenNobodySignsAndKeepConnections() throws Exception {
        try (SSLSocket open = (SSLSocket) lab.trusting().getSocketFactory().createSocket("127.0.0.1", front.port())) {
            assertThat(TlsLab.get(open)).endsWith("signed");
            long unsigned = metric("handshakes_total{outcome=\"unsigned\"}");

            first.kill();
            second.kill();

            assertThat(handshake()).contains("tlsv1 alert internal error").doesNotContain(SIGNED);
            assertThat(lab.sClient(front.port(), "-tls1_2", "-servername", "www.example.com"))
                    .contains("tlsv1 alert internal error");
            assertThat(metric("handshakes_total{outcome=\"unsigned\"}")).isEqualTo(unsigned + 2);
            assertThat(metric("signatures_total{outcome=\"failed\"}")).isGreaterThanOrEqualTo(2);
            assertThat(TlsLab.get(open)).endsWith("signed");
        }
        first = lab.keyServer("keyserver", firstPort);
        await().atMost(Duration.ofMinutes(1)).until(() -> handshake().contains(SIGNED));
    }

    private String handshake() throws IOException, InterruptedException {
        return lab.sClient(front.port(), "-servername", "www.example.com");
    }

    private long metric(String name) {
        return front.tls()
                .metrics()
                .lines()
                .filter(line ->
                        line.startsWith("turnpike_proxy_" + name) || line.startsWith("turnpike_proxy_tls_" + name))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
