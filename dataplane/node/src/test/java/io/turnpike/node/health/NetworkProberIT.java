package io.turnpike.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.HealthCheck;
import io.turnpike.flow.HealthCheck.Http;
import io.turnpike.flow.HealthCheck.Udp;
import io.turnpike.flow.IpAddress;
import io.turnpike.node.health.ScriptedServer.Script;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes of real servers in a namespace of their own, which accept, hang, refuse, fail and dawdle. */
@EnabledIf("io.turnpike.node.health.ServerNetwork#isPossible")
class NetworkProberIT {
    private static final String IPV4 = "10.0.0.11";
    private static final String IPV6 = "2001:db8:10::11";
    private static final List<IpAddress> CHECKERS =
            List.of(IpAddress.parse("100.64.1.255"), IpAddress.parse("fd64:1::ff"));
    private static final Http HTTP = new Http("GET", "/health?full=1", "shop.example", List.of(2, 3));

    private ServerNetwork network;
    private ProbeSockets sockets;
    private NetworkProber prober;

    @BeforeEach
    void connect() {
        network = new ServerNetwork();
        sockets = new ProbeSockets(network.node());
        new CheckerInterface(network.node()).own(CHECKERS);
        sockets.sources(CHECKERS);
        prober = new NetworkProber(sockets);
    }

    @AfterEach
    void close() {
        network.close();
    }

    private ScriptedServer server(String address, Script script) {
        return network.atServers(() -> new ScriptedServer(new InetSocketAddress(address, 0), script));
    }

    /** Of a server that answers in the end: waits for it also on a busy machine. */
    private ProbeOutcome probe(String address, int port, HealthCheck.Probe probe) {
        return probe(address, port, new HealthCheck(probe, 0, 1, 30, 2, 2));
    }

    private ProbeOutcome probeBriefly(String address, int port, HealthCheck.Probe probe) {
        return probe(address, port, Checks.of(probe));
    }

    private ProbeOutcome probe(String address, int port, HealthCheck check) {
        return prober.probe(new ProbeTarget(new Endpoint(IpAddress.parse(address), port), check));
    }

    private static ProbeOutcome bad(String why) {
        return new ProbeOutcome.Bad(why);
    }

    @ParameterizedTest
    @CsvSource({IPV4 + ",100.64.1.255", IPV6 + ",fd64:1:0:0:0:0:0:ff"})
    void shouldConnectFromTheCheckersAddress(String address, String checker) throws Exception {
        try (ScriptedServer server = server(address, socket -> {})) {
            assertThat(probe(address, server.port(), new HealthCheck.Tcp())).isEqualTo(ProbeOutcome.GOOD);
            assertThat(server.nextClient().getHostAddress()).isEqualTo(checker);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void shouldFindAClosedPortBad(String address) {
        assertThat(probe(address, 81, new HealthCheck.Tcp()))
                .isInstanceOfSatisfying(
                        ProbeOutcome.Bad.class, bad -> assertThat(bad.why()).contains("refused"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.99", "2001:db8:10::99"})
    void shouldNotWaitForEverForAServerThatIsGone(String address) {
        assertThat(probeBriefly(address, 80, new HealthCheck.Tcp())).isInstanceOf(ProbeOutcome.Bad.class);
        assertThat(probeBriefly(address, 80, HTTP)).isInstanceOf(ProbeOutcome.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void shouldAskForThePathOfTheHost(String address) throws Exception {
        try (ScriptedServer server = server(address, Script.says("HTTP/1.1 204 No Content\r\n\r\n"))) {
            assertThat(probe(address, server.port(), HTTP)).isEqualTo(ProbeOutcome.GOOD);
            assertThat(server.nextRequest())
                    .startsWith("GET /health?full=1 HTTP/1.1\r\nHost: shop.example\r\n")
                    .contains("\r\nConnection: close\r\n");
            probe(address, server.port(), new Http("HEAD", "/", "", List.of(2)));
            assertThat(server.nextRequest())
                    .startsWith(
                            "HEAD / HTTP/1.1\r\nHost: " + (address.equals(IPV4) ? IPV4 : "[2001:db8:10:0:0:0:0:11]"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, ",
        "HTTP/1.0 302 Found, ",
        "HTTP/1.1 200, ",
        "HTTP/1.1 404 Not Found, status 404",
        "HTTP/1.1 500 Internal Server Error, status 500",
        "SSH-2.0-server, no HTTP response",
        "HTTP/1.1 2000 OK, no HTTP response",
    })
    void shouldJudgeByTheStatus(String line, @Nullable String why) throws Exception {
        try (ScriptedServer server = server(IPV4, Script.says(line + "\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(probe(IPV4, server.port(), HTTP)).isEqualTo(why == null ? ProbeOutcome.GOOD : bad(why));
        }
    }

    @Test
    void shouldFindAServerBadThatAcceptsAndHangs() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = server(IPV4, socket -> over.await())) {
            assertThat(probeBriefly(IPV4, server.port(), HTTP)).isEqualTo(bad("no answer in time"));
            assertThat(probe(IPV4, server.port(), new HealthCheck.Tcp())).isEqualTo(ProbeOutcome.GOOD);
        } finally {
            over.countDown();
        }
    }

    @Test
    void shouldNotBeHeldByAServerThatSendsOctetByOctet() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Script dawdles = socket -> {
            for (char octet : "HTTP/1.1 200 OK after a very long while\r\n".toCharArray()) {
                socket.getOutputStream().write(octet);
                assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
            }
        };
        try (ScriptedServer server = server(IPV4, dawdles)) {
            assertThat(probeBriefly(IPV4, server.port(), HTTP)).isEqualTo(bad("no answer in time"));
        }
    }

    @Test
    void shouldFindAServerBadThatClosesOrNeverEndsItsLine() throws Exception {
        try (ScriptedServer server = server(IPV4, socket -> {})) {
            assertThat(probe(IPV4, server.port(), HTTP)).isInstanceOf(ProbeOutcome.Bad.class);
            server.now(Script.says("x".repeat(100_000)));
            assertThat(probe(IPV4, server.port(), HTTP)).isEqualTo(bad("no status line within 1024 octets"));
        }
    }

    private DatagramSocket echo(String address, String prefix) {
        return network.atServers(() -> {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0));
            Thread.ofVirtual().start(() -> echo(socket, prefix));
            return socket;
        });
    }

    private static void echo(DatagramSocket socket, String prefix) {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        try {
            socket.receive(packet);
            String text = prefix + new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            packet.setData(text.getBytes(StandardCharsets.UTF_8));
            socket.send(packet);
        } catch (IOException e) {
            // Closed.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void shouldWantTheBeginningOfTheResponse(String address) {
        try (DatagramSocket good = echo(address, "pong ");
                DatagramSocket other = echo(address, "what? ")) {
            Udp probe = new Udp("ping", "pong pi");
            assertThat(probe(address, good.getLocalPort(), probe)).isEqualTo(ProbeOutcome.GOOD);
            assertThat(probe(address, other.getLocalPort(), probe)).isEqualTo(bad("another response"));
        }
    }

    @Test
    void shouldTakeSilenceForGoodOnlyWhereNoResponseIsWanted() {
        try (DatagramSocket silent = network.atServers(() -> new DatagramSocket(new InetSocketAddress(IPV4, 0)))) {
            assertThat(probeBriefly(IPV4, silent.getLocalPort(), new Udp("ping", "")))
                    .isEqualTo(ProbeOutcome.GOOD);
            assertThat(probeBriefly(IPV4, silent.getLocalPort(), new Udp("ping", "pong")))
                    .isEqualTo(bad("no answer in time"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void shouldFindAPortBadThatIsUnreachable(String address) {
        assertThat(probe(address, 82, new Udp("ping", ""))).isEqualTo(bad("port unreachable"));
    }

    @Test
    void shouldSayThatItCouldNotSend() {
        sockets.sources(List.of());
        assertThat(probe(IPV4, 80, new HealthCheck.Tcp()))
                .isInstanceOfSatisfying(
                        ProbeOutcome.NotSent.class,
                        notSent -> assertThat(notSent.why()).contains("no checker's address"));
    }
}
