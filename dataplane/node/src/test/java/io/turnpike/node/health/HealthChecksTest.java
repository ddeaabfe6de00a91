package io.turnpike.node.health;

import static io.turnpike.node.health.Checks.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Listener;
import io.turnpike.node.health.ServerSessions.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
    private static final Endpoint SERVER = endpoint("10.0.0.11", 80);
    private static final Endpoint OTHER = endpoint("10.0.0.12", 80);

    private final Set<Endpoint> dead = ConcurrentHashMap.newKeySet();
    private final AtomicInteger probes = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicInteger changes = new AtomicInteger();
    private final List<Group> ended = new ArrayList<>();
    private final HealthChecks checks = new HealthChecks(1, this::probe, HealthExchange.alone(), now::get);

    private ProbeOutcome probe(ProbeTarget target) {
        probes.incrementAndGet();
        return dead.contains(target.server()) ? new ProbeOutcome.Bad("dead") : ProbeOutcome.GOOD;
    }

    private final ServerSessions sessions = new ServerSessions() {
        @Override
        public Set<Group> open() {
            return Set.of();
        }

        @Override
        public void end(Predicate<Group> over) {
            Set.of(group(SERVER), group(OTHER)).stream().filter(over).forEach(ended::add);
        }
    };

    private static Group group(Endpoint server) {
        return new Group(Checks.BALANCER, Checks.TCP, 80, server);
    }

    @AfterEach
    void close() {
        checks.close();
    }

    private void configure(int slowStart, int drain, Runnable onChange) {
        checks.bind(sessions, onChange);
        checks.configure(List.of(Checks.listener(Checks.tcp(), slowStart, drain, SERVER, OTHER)));
        checks.tick();
    }

    private int permille(Endpoint server) {
        Listener listener = Listener.transport(Checks.TCP, 80, List.of());
        return checks.permille("slb1", listener, new Backend("ecs1", server, 100));
    }

    /** One interval, until its probes have come back. */
    private void probeAll() {
        int before = probes.get();
        now.addAndGet(1_200);
        checks.tick();
        await().until(() -> probes.get() == before + 2);
        await().untilAsserted(() -> assertThat(checks.metrics()).contains("\"good\"} " + (probes.get() - bad())));
    }

    private long bad() {
        return checks.metrics()
                .lines()
                .filter(line -> line.contains("\"bad\""))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    @Test
    void shouldTakeADeadServerOutAndBringItBack() {
        configure(0, 0, changes::incrementAndGet);
        probeAll();
        assertThat(permille(SERVER)).isEqualTo(1000);
        dead.add(SERVER);
        probeAll();
        probeAll();
        checks.tick();
        assertThat(permille(SERVER)).as("two of three").isEqualTo(1000);
        assertThat(changes).hasValue(0);
        probeAll();
        checks.tick();
        assertThat(permille(SERVER)).isZero();
        assertThat(permille(OTHER)).isEqualTo(1000);
        assertThat(changes).hasValue(1);
        assertThat(checks.metrics())
                .contains("HealthyServerCount{resource=\"slb1\",protocol=\"TCP\",port=\"80\"} 1")
                .contains("UnhealthyServerCount{resource=\"slb1\",protocol=\"TCP\",port=\"80\"} 1")
                .contains("server=\"10.0.0.11:80\"} 0");
        dead.clear();
        probeAll();
        probeAll();
        checks.tick();
        assertThat(permille(SERVER)).isEqualTo(1000);
        assertThat(changes).hasValue(2);
    }

    @Test
    void shouldLetAServerThatReturnsGrow() {
        configure(100, 0, changes::incrementAndGet);
        dead.add(SERVER);
        for (int i = 0; i < 3; i++) {
            probeAll();
        }
        dead.clear();
        probeAll();
        probeAll();
        checks.tick();
        assertThat(permille(SERVER)).isEqualTo(100);
        now.addAndGet(50_000);
        checks.tick();
        assertThat(permille(SERVER)).isEqualTo(500);
        now.addAndGet(50_000);
        checks.tick();
        assertThat(permille(SERVER)).isEqualTo(1000);
    }

    @Test
    void shouldEndTheSessionsOfADeadServerAfterItsDrain() {
        configure(0, 30, changes::incrementAndGet);
        dead.add(SERVER);
        for (int i = 0; i < 3; i++) {
            probeAll();
        }
        checks.tick();
        assertThat(ended).isEmpty();
        assertThat(checks.metrics()).contains("turnpike_node_servers_draining 1");
        now.addAndGet(30_000);
        checks.tick();
        assertThat(ended).containsExactly(group(SERVER));
    }

    @Test
    void shouldTellAgainUntilTheChangeIsTaken() {
        configure(0, 0, () -> {
            if (changes.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
        });
        dead.add(SERVER);
        // The round in which the last probe ends may see the change already, or the next one.
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 4; i++) {
                        probeAll();
                    }
                })
                .hasMessage("not now");
        checks.tick();
        assertThat(changes).hasValue(2);
        checks.tick();
        assertThat(changes).hasValue(2);
    }
}
