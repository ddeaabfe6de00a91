package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * HTTP and HTTPS from a client by director and proxy to an ECS: charged once, at the load balancer, to the octet. What
 * compares octets comes first, so that no other test's are on their way into its baseline.
 */
@NullMarked
@Order(20)
@ExtendWith(LabStack.Provider.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebIT {
    private static final String CONNECTIONS = "turnpike_proxy_connections_total";
    private static final String NAME = "www.acme.example";

    private final LabStack lab;

    WebIT(LabStack lab) {
        this.lab = lab;
    }

    @Test
    @Order(10)
    void shouldMeterAnHttpDownloadOnceAtTheLoadBalancer() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        lab.requireExact("slb-l7", "SLB", Topology.WEB_VIP, "/3MiB");
    }

    @Test
    @Order(20)
    void shouldMeterAnHttpsDownloadOnceAtTheLoadBalancer() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        long out = lab.usage("slb-l7").octets("SLB", "OUT");
        long in = lab.usage("slb-l7").octets("SLB", "IN");
        try (Capture capture = new Capture("client1", Topology.CLIENT, Topology.WEB_VIP)) {
            assertThat(https("/3MiB", "-o", "/dev/null", "-w", "%{http_version} %{size_download}"))
                    .isEqualTo("2 " + (3 << 20));
            Pcap seen = capture.finish();
            lab.usage("slb-l7").awaitOctets("SLB", "OUT", out + seen.receivedOctets());
            lab.usage("slb-l7").awaitOctets("SLB", "IN", in + seen.sentOctets());
        }
        assertThat(lab.usage("slb-l7").items())
                .filteredOn(item -> !item.path("path").asText().equals("SLB"))
                .allSatisfy(item ->
                        assertThat(item.path("chargeableOctets").asLong()).isZero());
    }

    @Test
    @Order(30)
    void shouldTellTheBackendWhoAsksAndHow() throws IOException {
        assertThat(https("/headers").toLowerCase(Locale.ROOT))
                .contains("x-forwarded-for: " + Topology.CLIENT)
                .contains("x-forwarded-proto: https")
                .contains("slb-id: slb-l7");
    }

    @Test
    @Order(40)
    void shouldServeOtherPeoplesLoadGenerators() throws IOException {
        String wrk = client("wrk", "-t1", "-c4", "-d2s", "http://" + Topology.WEB_VIP + "/1KiB");
        assertThat(wrk).contains("requests in").doesNotContain("Non-2xx", "Socket errors");
        String h2load = client("h2load", "-n", "200", "-c", "4", "-m", "10", "https://" + Topology.WEB_VIP + "/1KiB");
        assertThat(h2load).contains("200 succeeded, 0 failed, 0 errored");
    }

    @Test
    @Order(45)
    void shouldSpreadConnectionsEvenlyOverTheProxies() throws IOException {
        long first = lab.metric("proxy1", CONNECTIONS);
        long second = lab.metric("proxy2", CONNECTIONS);
        for (int connection = 0; connection < 20; connection++) {
            LabStack.curl("client1", "http://" + Topology.WEB_VIP + "/1KiB");
        }
        // Each of the two directors gives them in turn: of an odd number, one proxy has one more.
        assertThat(lab.metric("proxy1", CONNECTIONS) - first).isCloseTo(10, within(1L));
        assertThat(lab.metric("proxy2", CONNECTIONS) - second).isCloseTo(10, within(1L));
    }

    @Test
    @Order(50)
    void shouldRefuseAnAmbiguousRequestAndClose() throws IOException {
        String answer = client(
                "bash",
                "-c",
                "exec 3<>/dev/tcp/" + Topology.WEB_VIP
                        + "/80; printf 'POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 4"
                        + "\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n' >&3; timeout 10 cat <&3");
        assertThat(answer).startsWith("HTTP/1.1 400").containsIgnoringCase("connection: close");
    }

    @Test
    @Order(60)
    void shouldShakeHandsWhileOneKeyServerIsDead() throws IOException {
        long pid = lab.pid("keyserver");
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        for (int handshake = 0; handshake < 5; handshake++) {
            assertThat(https("/", "-o", "/dev/null", "-w", "%{http_code}")).isEqualTo("200");
        }
        await().atMost(Duration.ofMinutes(1))
                .until(() -> lab.pid("keyserver") != pid
                        && lab.part("keyserver").path("state").asText().equals("UP"));
    }

    /** With curl on the client, which trusts the lab's authority and nobody else. */
    private String https(String path, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "-f",
                "--max-time",
                "30",
                "--cacert",
                lab.data()
                        .resolve("certificates/public-authority/authority.pem")
                        .toString(),
                "--resolve",
                NAME + ":443:" + Topology.WEB_VIP));
        command.addAll(List.of(options));
        command.add("https://" + NAME + path);
        return client(command.toArray(String[]::new));
    }

    private static String client(String... command) throws IOException {
        return Command.run(Lab.inside("client1", List.of(command)), "");
    }
}
