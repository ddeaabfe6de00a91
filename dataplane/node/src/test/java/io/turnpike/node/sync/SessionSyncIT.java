package io.turnpike.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.kernel.Machine;
import io.turnpike.node.role.Role.Hook;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Two directors that share nothing but a link for their messages, between a client and a server. What routers do when a
 * director is lost, the test does: it changes the routes.
 */
@EnabledIf("isRoot")
class SessionSyncIT {
    private static final IpAddress VIP = IpAddress.parse("203.0.113.10");
    private static final Endpoint SERVER = new Endpoint(IpAddress.parse("10.0.0.11"), 8080);
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final byte[] key = new SecureRandom().generateSeed(32);
    private final Host client = new Host("c");
    private final Host server = new Host("s");
    private final Host hostA = new Host("a");
    private final Host hostB = new Host("b");
    private EchoServer echo;
    private SyncedDirector a;
    private SyncedDirector b;

    static boolean isRoot() {
        return Machine.isRoot();
    }

    @BeforeEach
    void start() throws IOException {
        client.ip("addr add 198.18.0.1/32 dev lo");
        server.ip("addr add 10.0.0.11/32 dev lo");
        client.link("toa", "192.0.2.1/30", hostA, "public0", "192.0.2.2/30");
        client.link("tob", "192.0.2.5/30", hostB, "public0", "192.0.2.6/30");
        server.link("toa", "10.1.0.1/30", hostA, "private0", "10.1.0.2/30");
        server.link("tob", "10.1.0.5/30", hostB, "private0", "10.1.0.6/30");
        hostA.link("sync0", "10.255.0.1/24", hostB, "sync0", "10.255.0.2/24");
        hostA.ip("route add 198.18.0.1 via 192.0.2.1", "route add 10.0.0.11 via 10.1.0.1");
        hostB.ip("route add 198.18.0.1 via 192.0.2.5", "route add 10.0.0.11 via 10.1.0.5");
        clientGoesBy("192.0.2.2");
        server.ip("route add 100.64.0.1 via 10.1.0.2", "route add 100.64.1.1 via 10.1.0.6");
        hostA.ip("neigh add 10.255.0.2 lladdr " + link(hostB) + " dev sync0 nud permanent");
        hostB.ip("neigh add 10.255.0.1 lladdr " + link(hostA) + " dev sync0 nud permanent");
        echo = server.call(() -> new EchoServer(SERVER.port()));
        a = director(hostA, 1);
        b = director(hostB, 2);
        awaitPeers();
    }

    private static String link(Host host) {
        byte[] address =
                host.call(() -> java.net.NetworkInterface.getByName("sync0").getHardwareAddress());
        return "%02x:%02x:%02x:%02x:%02x:%02x"
                .formatted(address[0], address[1], address[2], address[3], address[4], address[5]);
    }

    private SyncedDirector director(Host host, int number) throws IOException {
        SyncedDirector director = new SyncedDirector(host, number, key, Hook.TC);
        director.apply(List.of(
                node("director1", 1, "100.64.0.1/32"),
                node("director2", 2, "100.64.1.1/32"),
                new Resource(
                        "slb-web",
                        7,
                        ResourceKind.SLB,
                        1,
                        List.of(new Binding(1, "acme", 100, VIP, null, null, false, 0, Binding.OPEN)),
                        new Configuration.LoadBalancer(List.of(
                                Listener.transport(TCP, 80, List.of(new Backend("ecs1", SERVER, 1))),
                                Listener.transport(UDP, 53, List.of(new Backend("ecs1", SERVER, 1))))))));
        return director;
    }

    private static Resource node(String id, int number, String local) {
        return new Resource(
                id,
                number,
                ResourceKind.NODE,
                1,
                List.of(),
                new Configuration.Node(NodeRole.DIRECTOR, List.of(IpPrefix.parse(local)), List.of()));
    }

    private void awaitPeers() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> a.sync().isReady() && b.sync().isReady());
        assertThat(a.sync().peers()).extracting(Peer::name).containsExactly("director2");
    }

    private void clientGoesBy(String director) {
        client.ip("route replace 203.0.113.10 via " + director + " src 198.18.0.1");
    }

    /** The routes after the loss of director A; B has its local address as a backup. */
    private void loseA() {
        hostA.ip("link set public0 down", "link set private0 down", "link set sync0 down");
        clientGoesBy("192.0.2.6");
        server.ip("route replace 100.64.0.1 via 10.1.0.6");
    }

    @AfterEach
    void stop() throws IOException {
        a.close();
        b.close();
        echo.close();
        Stream.of(client, server, hostA, hostB).forEach(Host::close);
    }

    private SocketChannel connect() {
        return client.call(() -> {
            SocketChannel connection = SocketChannel.open();
            connection.socket().connect(new InetSocketAddress("203.0.113.10", 80), 10_000);
            return connection;
        });
    }

    private static void exchange(SocketChannel connection, int octets) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(octets);
        ByteBuffer in = ByteBuffer.allocate(octets);
        while (in.hasRemaining()) {
            if (out.hasRemaining()) {
                out.limit(Math.min(out.capacity(), out.position() + 8192));
                connection.write(out);
                out.limit(out.capacity());
            }
            connection.read(in);
        }
    }

    private static long octets(List<FlowRecord> records, Direction direction) {
        return records.stream()
                .mapToLong(record ->
                        record.octets(direction).to() - record.octets(direction).from())
                .sum();
    }

    @Test
    void shouldCarryAConnectionOnWhenItsDirectorIsLostAndCountEachOctetOnce() throws IOException {
        try (ClientCapture capture = new ClientCapture(client, "host 203.0.113.10");
                SocketChannel connection = connect()) {
            exchange(connection, 100_000);
            await().until(() ->
                    b.established().equals(a.established()) && !b.established().isEmpty());
            await().until(() -> a.sync().status().unsynced() == 0);
            assertThat(b.report()).as("a copy that forwarded nothing").isEmpty();
            loseA();
            exchange(connection, 200_000);
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                List<FlowRecord> ofA = a.report();
                List<FlowRecord> ofB = b.report();
                assertThat(ofA).hasSize(1);
                assertThat(ofB).hasSize(1);
                assertThat(ofB.getFirst().flowId()).isEqualTo(ofA.getFirst().flowId());
                assertThat(octets(ofA, Direction.IN) + octets(ofB, Direction.IN))
                        .isEqualTo(capture.sentOctets());
                assertThat(octets(ofA, Direction.OUT) + octets(ofB, Direction.OUT))
                        .isEqualTo(capture.receivedOctets());
            });
            assertThat(octets(b.report(), Direction.OUT)).isGreaterThan(200_000);
        }
    }

    @Test
    void shouldReportWhatAPeerForwardedBeforeItsSlotIsFreedWhenTheOwnerEndsTheSession() throws IOException {
        try (SocketChannel connection = connect()) {
            exchange(connection, 1000);
            await().until(() -> !b.established().isEmpty());
            clientGoesBy("192.0.2.6");
            exchange(connection, 5000);
            long free = b.freeSlots();
            a.endAll();
            await().until(() -> b.established().isEmpty());
            List<FlowRecord> last = b.endInterval();
            assertThat(octets(last, Direction.IN)).isGreaterThan(5000);
            assertThat(b.freeSlots()).isEqualTo(free + 1);
        }
    }

    @Test
    void shouldGiveADirectorThatComesBackEmptyItsSessionsBeforeItIsReady() throws IOException {
        try (SocketChannel connection = connect()) {
            exchange(connection, 1000);
            await().until(() -> !b.established().isEmpty());
            Set<Long> before = a.established();
            loseA();
            a.close();
            exchange(connection, 1000);
            hostA.ip("link set public0 up", "link set private0 up", "link set sync0 up");
            hostA.ip("route replace 198.18.0.1 via 192.0.2.1", "route replace 10.0.0.11 via 10.1.0.1");
            hostA.ip("neigh replace 10.255.0.2 lladdr " + link(hostB) + " dev sync0 nud permanent");
            a = director(hostA, 1);
            awaitPeers();
            assertThat(a.established()).isEqualTo(before);
            clientGoesBy("192.0.2.2");
            server.ip("route replace 100.64.0.1 via 10.1.0.2");
            exchange(connection, 50_000);
            assertThat(octets(a.report(), Direction.OUT)).isGreaterThan(50_000);
        }
    }

    @Test
    void shouldHandTheReplyOfASessionThatIsNotSharedYetOverToItsOwner() throws IOException {
        server.ip("route replace 100.64.0.1 via 10.1.0.6");
        try (DatagramChannel question = client.call(DatagramChannel::open)) {
            question.send(ByteBuffer.wrap(new byte[100]), new InetSocketAddress("203.0.113.10", 53));
            question.socket().setSoTimeout(5000);
            ByteBuffer answer = ByteBuffer.allocate(1000);
            question.socket().receive(new java.net.DatagramPacket(answer.array(), answer.capacity()));
        }
        assertThat(b.report()).isEmpty();
        assertThat(octets(a.report(), Direction.OUT)).isEqualTo(128);
    }
}
