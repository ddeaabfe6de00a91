package io.turnpike.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnpike.flow.AccessList;
import io.turnpike.flow.Backend;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.ConnectionLimits;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Protection;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.kernel.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two directors on tc share a cap of 100 Mbit/s. What passes is compared with the cap over some seconds, and again if the
 * machine was too busy to send so much.
 */
@EnabledIf("isRoot")
class ClusterCapIT {
    private static final long CAP = 100_000_000;
    private static final int SLB = 7;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final Endpoint SERVER = new Endpoint(IpAddress.parse("10.0.0.11"), 8080);
    private static final Duration WINDOW = Duration.ofSeconds(3);
    private static final int WINDOWS = 12;
    private static final Pattern RTT = Pattern.compile("rtt min/avg/max/mdev = [\\d.]+/([\\d.]+)/");

    private final byte[] key = new SecureRandom().generateSeed(32);
    private final Host client = new Host("cc");
    private final Host server = new Host("cs");
    private final Host hostA = new Host("ca");
    private final Host hostB = new Host("cb");
    private BulkServer bulk;
    private CappedDirector a;
    private CappedDirector b;

    static boolean isRoot() {
        return Machine.isRoot();
    }

    @BeforeEach
    void start() throws IOException {
        // What is counted on the client's cables is the load balancer's and nothing else.
        Stream.of(client, server, hostA, hostB).forEach(host -> host.set("net.ipv6.conf.all.disable_ipv6=1"));
        client.ip("addr add 198.18.0.1/32 dev lo", "addr add 198.18.0.2/32 dev lo");
        server.ip("addr add 10.0.0.11/32 dev lo");
        client.link("toa", "192.0.2.1/30", hostA, "public0", "192.0.2.2/30");
        client.link("tob", "192.0.2.5/30", hostB, "public0", "192.0.2.6/30");
        server.link("toa", "10.1.0.1/30", hostA, "private0", "10.1.0.2/30");
        server.link("tob", "10.1.0.5/30", hostB, "private0", "10.1.0.6/30");
        hostA.link("sync0", "10.255.0.1/24", hostB, "sync0", "10.255.0.2/24");
        server.offload("toa", "tob");
        hostA.offload("public0", "private0");
        hostB.offload("public0", "private0");
        client.offload("toa", "tob");
        hostA.ip("route add 198.18.0.1 via 192.0.2.1", "route add 10.0.0.11 via 10.1.0.1");
        hostB.ip("route add 198.18.0.2 via 192.0.2.5", "route add 10.0.0.11 via 10.1.0.5");
        client.ip("route add 203.0.113.10 via 192.0.2.2 src 198.18.0.1");
        client.ip("route add 203.0.113.10 via 192.0.2.6 table 100", "rule add from 198.18.0.2 lookup 100");
        server.ip("route add 100.64.0.1 via 10.1.0.2", "route add 100.64.1.1 via 10.1.0.6");
        know(client, "toa", hostA, "public0", "192.0.2.2");
        know(hostA, "public0", client, "toa", "192.0.2.1");
        bulk = new BulkServer(server, new InetSocketAddress("10.0.0.11", SERVER.port()));
        a = director(hostA, 1);
        b = director(hostB, 2);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        a.director().sync().isReady() && b.director().sync().isReady());
        a.cap(SLB, CAP);
        b.cap(SLB, CAP);
    }

    /** Without asking: questions would be among what is counted. */
    private static void know(Host host, String face, Host neighbour, String itsFace, String address) {
        host.ip("neigh replace %s lladdr %s dev %s nud permanent"
                .formatted(address, neighbour.linkAddress(itsFace), face));
    }

    private CappedDirector director(Host host, int number) throws IOException {
        CappedDirector director = new CappedDirector(host, number, key, List.of("director1", "director2"));
        apply(director, Protection.NONE);
        return director;
    }

    private static void apply(CappedDirector director, Protection datagrams) {
        Listener stream = Listener.transport(TCP, 80, List.of(new Backend("ecs1", SERVER, 1)));
        Listener datagram = Listener.transport(UDP, 53, List.of(new Backend("ecs1", SERVER, 1)))
                .with(datagrams);
        director.director()
                .apply(List.of(
                        node("director1", 1, "100.64.0.1/32"),
                        node("director2", 2, "100.64.1.1/32"),
                        new Resource(
                                "slb-web",
                                SLB,
                                ResourceKind.SLB,
                                1,
                                List.of(binding()),
                                new Configuration.LoadBalancer(List.of(stream, datagram)))));
    }

    private static Binding binding() {
        return new Binding(1, "acme", 100, IpAddress.parse("203.0.113.10"), null, null, false, 0, Binding.OPEN);
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

    @AfterEach
    void stop() throws IOException {
        a.close();
        b.close();
        bulk.close();
        Stream.of(client, server, hostA, hostB).forEach(Host::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cubic", "bbr"})
    void shouldLetOneConnectionHaveTheWholeCapAndStayQuick(String congestionControl) throws Exception {
        server.ip("route replace 100.64.0.1 via 10.1.0.2 congctl " + congestionControl);
        try (Socket download = download("198.18.0.1")) {
            awaitPercent(congestionControl, percent -> percent >= 95 && percent <= 101);
            double milliseconds = averagePing();
            System.out.println(congestionControl + ": ping " + milliseconds + " ms");
            assertThat(milliseconds).isLessThan(100);
            assertThat(a.droppedByQueues()).as("dropped after it was counted").isZero();
            assertThat(download.isConnected()).isTrue();
        }
    }

    @Test
    void shouldChargeOfAFloodExactlyWhatArrives() throws Exception {
        long before = arrivedOctets("toa");
        try (DatagramChannel asking = flood("198.18.0.1", 2 * CAP, 20_000)) {
            awaitPercent("udp", percent -> percent >= 98 && percent <= 101);
            assertThat(averagePing()).isLessThan(100);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                long earlier = out(DropReason.NONE);
                await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
                return out(DropReason.NONE) == earlier;
            });
            assertThat(asking.isOpen()).isTrue();
        }
        assertThat(arrivedOctets("toa") - before).as("arrived").isEqualTo(out(DropReason.NONE));
        assertThat(out(DropReason.LIMIT)).as("dropped").isGreaterThan(out(DropReason.NONE) / 2);
        assertThat(a.droppedByQueues()).as("dropped after it was counted").isZero();
    }

    @Test
    void shouldShareTheCapAmongTwoDirectors() throws Exception {
        try (Socket download = download("198.18.0.1");
                DatagramChannel asking = flood("198.18.0.2", 2 * CAP, 40_000)) {
            awaitPercent("both", percent -> percent >= 95 && percent <= 102);
            long ofA = a.out(SLB, DropReason.NONE).octets();
            long ofB = b.out(SLB, DropReason.NONE).octets();
            double sum = percent();
            long first = a.out(SLB, DropReason.NONE).octets() - ofA;
            long second = b.out(SLB, DropReason.NONE).octets() - ofB;
            double part = 100.0 * first / (first + second);
            System.out.println("both: " + sum + " %, of which the first " + part + " %");
            assertThat(sum).isLessThanOrEqualTo(102);
            assertThat(part).isBetween(35.0, 65.0);
            assertThat(asking.isOpen() && download.isConnected()).isTrue();
        }
    }

    /** The cap of a listener, in a load balancer that has none, is one over both directors too. */
    @Test
    void shouldShareAListenersCapAmongTwoDirectors() throws Exception {
        Protection capped = new Protection(ConnectionLimits.NONE, CAP, 0, AccessList.OPEN);
        for (CappedDirector director : List.of(a, b)) {
            director.uncap();
            apply(director, capped);
        }
        try (DatagramChannel first = flood("198.18.0.1", CAP, 40_000);
                DatagramChannel second = flood("198.18.0.2", CAP, 40_000)) {
            awaitPercent("listener", percent -> percent >= 95 && percent <= 102);
            assertThat(out(DropReason.LIMIT)).as("dropped").isPositive();
            assertThat(a.out(SLB, DropReason.NONE).octets()).isPositive();
            assertThat(b.out(SLB, DropReason.NONE).octets()).isPositive();
            assertThat(first.isOpen() && second.isOpen()).isTrue();
        }
    }

    private Socket download(String from) {
        return client.call(() -> {
            Socket socket = new Socket(InetAddress.getByName("203.0.113.10"), 80, InetAddress.getByName(from), 0);
            Thread.ofPlatform().daemon().start(() -> discard(socket));
            return socket;
        });
    }

    private static void discard(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            byte[] content = new byte[1 << 18];
            while (in.read(content) >= 0) {
                // It is only the octets that count.
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private DatagramChannel flood(String from, long bitsPerSecond, long millis) throws IOException {
        DatagramChannel channel = client.call(() -> DatagramChannel.open().bind(new InetSocketAddress(from, 0)));
        ByteBuffer wish =
                ByteBuffer.allocate(16).putLong(bitsPerSecond).putLong(millis).flip();
        channel.send(wish, new InetSocketAddress("203.0.113.10", 53));
        return channel;
    }

    private long out(DropReason reason) {
        return a.out(SLB, reason).octets() + b.out(SLB, reason).octets();
    }

    private void awaitPercent(String what, DoublePredicate good) {
        double percent = 0;
        for (int window = 0; window < WINDOWS; window++) {
            percent = percent();
            System.out.println(what + ": " + percent + " % of the cap");
            if (good.test(percent)) {
                return;
            }
        }
        System.out.println(a.metrics() + b.metrics());
        assertThat(percent).as("percent of the cap").matches(value -> good.test(value));
    }

    private double percent() {
        long octets = out(DropReason.NONE);
        long start = System.nanoTime();
        await().pollDelay(WINDOW).atMost(Duration.ofSeconds(60)).until(() -> true);
        long passed = out(DropReason.NONE) - octets;
        return 100.0 * passed * 8 * 1e9 / (System.nanoTime() - start) / CAP;
    }

    /** Of echoes that the load balancer answers; some may be over the limit. */
    private double averagePing() throws IOException {
        Process ping = client.start("ping", "-c", "40", "-i", "0.1", "-W", "2", "203.0.113.10");
        String output = new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher times = RTT.matcher(output);
        assertThat(times.find()).as(output).isTrue();
        System.out.println(output.lines().reduce((one, next) -> next).orElse(""));
        return Double.parseDouble(times.group(1));
    }

    /** Of IP, on an interface that nothing is segmented for. */
    private long arrivedOctets(String face) throws IOException {
        return statistic(face, "rx_bytes") - 14 * statistic(face, "rx_packets");
    }

    private long statistic(String face, String name) throws IOException {
        Process cat = client.start("cat", "/sys/class/net/" + face + "/statistics/" + name);
        return Long.parseLong(new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
