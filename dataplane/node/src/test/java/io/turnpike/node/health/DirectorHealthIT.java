package io.turnpike.node.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Fate;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.HealthCheck;
import io.turnpike.flow.HealthCheck.Http;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.Mark;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.Side;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.node.ffi.ProgramRun;
import io.turnpike.node.health.ScriptedServer.Script;
import io.turnpike.node.kernel.Frames;
import io.turnpike.node.kernel.LoadedNode;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import io.turnpike.registry.Registry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A director's programs on a cable to real servers: who gets new sessions, and what is counted of the probes. */
@EnabledIf("io.turnpike.node.health.ServerNetwork#isPossible")
class DirectorHealthIT {
    private static final int SLB = 1;
    private static final int TCP = 6;
    private static final int SYN = 0x02;
    private static final int DROP = 2;
    private static final IpAddress VIP = IpAddress.parse("203.0.113.10");
    private static final IpAddress SERVER = IpAddress.parse("10.0.0.11");
    private static final IpAddress CHECKER = IpAddress.parse("100.64.1.255");
    private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";
    private static final Duration WINDOW = Duration.ofSeconds(15);

    private final AtomicInteger clientPort = new AtomicInteger(20_000);
    private final ServerNetwork network = new ServerNetwork();
    private final NetworkNamespace namespace = network.node();
    private final NodeHealth health =
            new NodeHealth("director1", 1, network.node(), HealthExchange.alone(), System::currentTimeMillis);
    private LoadedNode director;
    private ScriptedServer first;
    private ScriptedServer second;
    private Registry registry;
    private int eth1;

    @BeforeEach
    void load() throws IOException {
        first = server();
        second = server();
        eth1 = namespace.interfaceIndex("eth1");
        DirectorRole role = new DirectorRole("director1", NodeInterface.parse("eth1=private"), proxies -> {}, health);
        director = new LoadedNode(role, eth1);
        director.object()
                .map("interfaces")
                .put(
                        Struct.number(eth1),
                        Struct.of(FlowAbi.INTERFACE)
                                .with("side", Side.PRIVATE.code())
                                .segment());
        registry = registry(first.port(), second.port());
        health.start(director.byServer(), () -> role.apply(registry));
        health.configure(registry);
        role.apply(registry);
    }

    private ScriptedServer server() {
        return network.atServers(
                () -> new ScriptedServer(new InetSocketAddress(SERVER.toString(), 0), Script.says(OK)));
    }

    @AfterEach
    void unload() throws IOException {
        health.close();
        first.close();
        second.close();
        director.close();
        network.close();
    }

    private static Registry registry(int... ports) {
        Resource node = new Resource(
                "director1",
                9,
                ResourceKind.NODE,
                1,
                List.of(),
                new Configuration.Node(NodeRole.DIRECTOR, List.of(IpPrefix.parse("100.64.1.0/24")), List.of()));
        List<Backend> backends = Arrays.stream(ports)
                .mapToObj(port -> new Backend("ecs1", new Endpoint(SERVER, port), 100))
                .toList();
        HealthCheck check = Checks.of(new Http("GET", "/", "", List.of(2)));
        Resource slb = new Resource(
                "slb1",
                SLB,
                ResourceKind.SLB,
                1,
                List.of(new Binding(21, "acme", 7, VIP, null, null, false, 0, Binding.OPEN)),
                new Configuration.LoadBalancer(
                        List.of(Listener.transport(TCP, 80, backends).with(check))));
        return new Registry(Stream.of(node, slb).collect(Collectors.toMap(Resource::id, Function.identity())));
    }

    /** The servers' ports that new clients are sent to; 0 for those that are refused. */
    private Map<Integer, Long> sendClients(int count) {
        ProgramRun program = director.program("director_tc").onInterface(eth1);
        int from = clientPort.getAndAdd(count);
        long refused = 0;
        for (int port = from; port < from + count; port++) {
            Endpoint client = Checks.endpoint("10.0.9.9", port);
            byte[] frame = Frames.tcp(client, new Endpoint(VIP, 80), SYN);
            refused += namespace.call(() -> program.verdict(frame)) == DROP ? 1 : 0;
        }
        Map<Integer, Long> chosen = director.sessions().stream()
                .filter(record -> record.observationPoint() == ObservationPoint.SLB_FRONT)
                .filter(record -> record.source().port() >= from)
                .collect(Collectors.groupingBy(
                        record -> record.postNatDestination().port(), Collectors.counting()));
        if (refused > 0) {
            chosen.put(0, refused);
        }
        return chosen;
    }

    private void attach(Hook hook) {
        director.attach(
                hook,
                eth1,
                action -> namespace.call(() -> {
                    action.run();
                    return true;
                }));
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldSendNobodyToServersThatFailHangOrDie(Hook hook) throws IOException {
        attach(hook);
        CountDownLatch over = new CountDownLatch(1);
        assertThat(sendClients(20)).containsOnlyKeys(first.port(), second.port());
        first.now(Script.says("HTTP/1.1 500 Internal Server Error\r\n\r\n"));
        awaitClientsAt(second.port());
        first.now(Script.says(OK));
        awaitClientsAt(first.port(), second.port());
        first.now(socket -> over.await());
        awaitClientsAt(second.port());
        second.close();
        awaitClientsAt(0);
        first.now(Script.says(OK));
        awaitClientsAt(first.port());
        over.countDown();
    }

    private void awaitClientsAt(Integer... ports) {
        await().atMost(WINDOW).untilAsserted(() -> assertThat(sendClients(10)).containsOnlyKeys(ports));
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldCountEveryOctetOfProbesAsProbes(Hook hook) {
        attach(hook);
        await().atMost(WINDOW).untilAsserted(() -> assertThat(probes()).hasSizeGreaterThanOrEqualTo(4));
        health.close();
        assertThat(probes()).allSatisfy(probe -> {
            assertThat(probe.observationPoint()).isEqualTo(ObservationPoint.SLB_BACK);
            assertThat(probe.source().address()).isEqualTo(CHECKER);
            assertThat(probe.resourceNumber()).isEqualTo(SLB);
            assertThat(probe.bindingId()).isEqualTo(21);
        });
        await().atMost(WINDOW).untilAsserted(() -> {
            assertThat(octets(FlowRecord::initiatorOctets))
                    .isEqualTo(director.cut()
                            .ofInterface(0, Direction.OUT, Fate.COUNTED)
                            .octets())
                    .isEqualTo(cell(Direction.IN))
                    .isPositive();
            assertThat(octets(FlowRecord::responderOctets))
                    .isEqualTo(cell(Direction.OUT))
                    .as("what the neighbour says of itself arrives too")
                    .isLessThanOrEqualTo(director.cut()
                            .ofInterface(0, Direction.IN, Fate.COUNTED)
                            .octets())
                    .isPositive();
        });
    }

    private List<FlowRecord> probes() {
        return director.sessions().stream()
                .filter(record -> record.mark() == Mark.PROBE)
                .toList();
    }

    private long octets(Function<FlowRecord, Counter> of) {
        return probes().stream().map(of).mapToLong(Counter::to).sum();
    }

    private long cell(Direction direction) {
        return director.cells().resources().entrySet().stream()
                .filter(entry -> entry.getKey().observation() == ObservationPoint.SLB_BACK.code()
                        && entry.getKey().direction() == direction.code())
                .map(Map.Entry::getValue)
                .mapToLong(Cells.Amount::octets)
                .sum();
    }
}
