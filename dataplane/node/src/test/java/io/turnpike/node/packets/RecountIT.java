package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.REDIRECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Backend;
import io.turnpike.flow.ConnectionLimits;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.Protection;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.node.role.DirectorRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of connections after the control process was killed while it ended sessions. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class RecountIT {
    private static final String CLIENT = "198.51.100.11";
    private static final String VIP = "203.0.113.77";

    private TestNamespace namespace;
    private NodeUnderTest director;
    private CountedConnections connections;
    private int lastPort = 20_000;

    @BeforeEach
    void load() {
        namespace = DirectorNetwork.namespace();
        List<NodeInterface> interfaces = NodeInterface.parse("eth0=public,eth1=private");
        director = new NodeUnderTest(namespace, new DirectorRole("director1", interfaces, proxies -> {}), interfaces);
        connections = new CountedConnections(director);
    }

    @AfterEach
    void unload() {
        namespace.close();
    }

    private void apply(int mostConnections, String... servers) {
        List<Backend> backends = Stream.of(servers)
                .map(server -> new Backend(server, new Endpoint(IpAddress.parse(server), 8080), 1))
                .toList();
        Listener listener = Listener.transport(Frame.TCP, 80, backends)
                .with(Protection.of(new ConnectionLimits(mostConnections, 0)));
        director.apply(List.of(
                Resources.slb(77, VIP, List.of(listener, Listener.transport(Frame.UDP, 53, backends))),
                Resources.node("director1", 1000, NodeRole.DIRECTOR, List.of("100.64.1.0/30"), List.of())));
    }

    private NodeUnderTest.Verdict open(Hook hook) {
        return director.run("director", hook, "eth0", Frame.tcp(CLIENT, ++lastPort, VIP, 80))
                .verdict();
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldNotCountForEverWhatAKilledProcessWasEnding(Hook hook) {
        apply(3, "10.0.0.11", "10.0.0.12");
        for (int i = 0; i < 3; i++) {
            assertThat(open(hook)).isEqualTo(REDIRECTED);
        }
        director.run("director", hook, "eth0", Frame.udp(CLIENT, ++lastPort, VIP, 53));
        connections.beginToEndOne();
        director.endAllSessions();
        assertThat(connections.counted())
                .as("one for listener, load balancer and server")
                .containsExactly(1, 1, 1);
        assertThat(open(hook)).isEqualTo(REDIRECTED);
        assertThat(open(hook)).isEqualTo(REDIRECTED);
        assertThat(open(hook)).as("the third place is nobody's").isEqualTo(DROPPED);

        director.restart();
        assertThat(connections.counted()).as("two sessions, of one server each").containsExactly(1, 1, 2, 2);
        assertThat(open(hook)).isEqualTo(REDIRECTED);
        assertThat(open(hook)).isEqualTo(DROPPED);

        director.restart();
        director.endAllSessions();
        assertThat(connections.counted())
                .as("a second recount has changed nothing")
                .isEmpty();
    }

    /** The process died a step later: the server was counted down already. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPutEachCountRightByItself(boolean withServer) {
        apply(3, "10.0.0.11");
        assertThat(open(Hook.TC)).isEqualTo(REDIRECTED);
        assertThat(open(Hook.TC)).isEqualTo(REDIRECTED);
        connections.beginToEndOne();
        if (withServer) {
            connections.countServersDown();
        }
        director.restart();
        assertThat(connections.counted()).containsExactly(1, 1, 1);
        director.endAllSessions();
        assertThat(connections.counted()).isEmpty();
    }

    /** Connections come and are refused all the while, at the limit too, on as many threads as there are processors. */
    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldBeExactWhilePacketsFlow(Hook hook) throws InterruptedException, ExecutionException {
        apply(1500, "10.0.0.11", "10.0.0.12", "10.0.0.13");
        AtomicBoolean over = new AtomicBoolean();
        List<Future<?>> clients = new ArrayList<>();
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            for (int i = 0; i < Math.max(2, Runtime.getRuntime().availableProcessors()); i++) {
                String client = "198.51.100." + (100 + i);
                clients.add(executor.submit(() -> openUntil(over, hook, client)));
            }
            crashTwentyTimes(over);
        }
        for (Future<?> client : clients) {
            client.get();
        }
        assertThat(connections.counted()).isEqualTo(connections.bySessions());
        director.endAllSessions();
        assertThat(connections.counted()).isEmpty();
    }

    private void crashTwentyTimes(AtomicBoolean over) {
        try {
            for (int i = 0; i < 20; i++) {
                connections.beginToEndOne();
                director.restart();
            }
        } finally {
            over.set(true);
        }
    }

    private void openUntil(AtomicBoolean over, Hook hook, String client) {
        try (NetworkNamespace thread = namespace.another()) {
            thread.call(() -> {
                for (int port = 1024; !over.get(); port = port < 0xffff ? port + 1 : 1024) {
                    director.verdictHere(
                            "director", hook, Frame.tcp(client, port, VIP, 80).bytes());
                }
                return true;
            });
        }
    }
}
