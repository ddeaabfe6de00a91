package io.turnpike.node.health;

import static io.turnpike.node.health.Checks.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Endpoint;
import io.turnpike.node.health.ServerSessions.Group;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrainsTest {
    private static final Endpoint FIRST = endpoint("10.0.0.11", 8080);
    private static final Endpoint SECOND = endpoint("10.0.0.12", 8080);
    private static final CheckedListener BOTH = Checks.listener(Checks.tcp(), 0, 30, FIRST, SECOND);
    private static final CheckedListener ONE = Checks.listener(Checks.tcp(), 0, 30, FIRST);

    private final Drains drains = new Drains();

    private static Group sessionsOf(Endpoint server) {
        return new Group(Checks.BALANCER, Checks.TCP, 80, server);
    }

    private List<Endpoint> over(long nowMillis) {
        return drains.over(nowMillis).stream().map(Drains.Over::server).toList();
    }

    @Test
    void shouldEndTheSessionsOfARemovedServerOnceItsTimeIsOver() {
        drains.configure(List.of(BOTH), 0);
        drains.configure(List.of(ONE), 1_000);
        assertThat(drains.draining()).containsExactly(BOTH.key(SECOND));
        assertThat(over(30_999)).isEmpty();
        List<Drains.Over> over = drains.over(31_000);
        assertThat(over).hasSize(1);
        assertThat(over.getFirst().has(sessionsOf(SECOND))).isTrue();
        assertThat(over.getFirst().has(sessionsOf(FIRST))).isFalse();
        assertThat(over(99_000)).isEmpty();
    }

    @Test
    void shouldEndTheSessionsOfAServerThatStaysDownOnce() {
        drains.configure(List.of(BOTH), 0);
        drains.observe(BOTH.key(SECOND), false, 1_000);
        drains.observe(BOTH.key(SECOND), false, 2_000);
        assertThat(over(31_000)).containsExactly(SECOND);
        drains.observe(BOTH.key(SECOND), false, 32_000);
        assertThat(over(99_000)).isEmpty();
        assertThat(drains.draining()).isEmpty();
    }

    @Test
    void shouldKeepTheSessionsOfAServerThatReturnsInTime() {
        drains.configure(List.of(BOTH), 0);
        drains.observe(BOTH.key(SECOND), false, 1_000);
        drains.observe(BOTH.key(SECOND), true, 30_000);
        assertThat(over(99_000)).isEmpty();
        drains.observe(BOTH.key(SECOND), false, 100_000);
        assertThat(over(129_999)).isEmpty();
        assertThat(over(130_000)).containsExactly(SECOND);
    }

    @Test
    void shouldLetSessionsEndByThemselvesWithoutADrainTime() {
        drains.configure(List.of(Checks.listener(Checks.tcp(), 0, 0, FIRST, SECOND)), 0);
        drains.configure(List.of(Checks.listener(Checks.tcp(), 0, 0, FIRST)), 1_000);
        assertThat(over(Long.MAX_VALUE - 1)).isEmpty();
    }

    @Test
    void shouldDrainWhatAnEarlierProcessLeft() {
        drains.adopt(List.of(ONE), Set.of(sessionsOf(FIRST), sessionsOf(SECOND)), 5_000);
        drains.configure(List.of(ONE), 5_000);
        assertThat(over(34_999)).isEmpty();
        assertThat(over(35_000)).containsExactly(SECOND);
    }

    @Test
    void shouldFindTheSessionsOfARangeWhosePortsStay() {
        Endpoint server = endpoint("10.0.0.11", 0);
        CheckedListener range = new CheckedListener(
                "slb1", Checks.BALANCER, Checks.TCP, 1000, 2000, Checks.tcp(), 0, 30, Set.of(server));
        Drains.Over over = new Drains.Over(range, server);
        assertThat(over.has(new Group(Checks.BALANCER, Checks.TCP, 1500, endpoint("10.0.0.11", 1500))))
                .isTrue();
        assertThat(over.has(new Group(Checks.BALANCER, Checks.TCP, 999, endpoint("10.0.0.11", 999))))
                .isFalse();
        assertThat(range.target(server).orElseThrow().server()).isEqualTo(endpoint("10.0.0.11", 1000));
    }
}
