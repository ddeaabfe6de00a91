package io.turnpike.node.health;

import static io.turnpike.node.health.Checks.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Endpoint;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlowStartTest {
    private static final int SECONDS = 20;
    private static final Endpoint FIRST = endpoint("10.0.0.11", 80);
    private static final Endpoint SECOND = endpoint("10.0.0.12", 80);

    private final SlowStart slowStart = new SlowStart();

    private int permille(Endpoint server, long upSince, long now) {
        CheckedListener listener = Checks.listener(null, SECONDS, 0, server);
        return slowStart.permille(listener.key(server), SECONDS, upSince, now);
    }

    @Test
    void shouldLetTheFirstServersStartInFull() {
        slowStart.configure(List.of(Checks.listener(null, SECONDS, 0, FIRST, SECOND)), 1_000);
        assertThat(permille(FIRST, ServerHealth.ALWAYS, 1_000)).isEqualTo(1000);
    }

    @Test
    void shouldLetOneThatIsAddedGrow() {
        slowStart.configure(List.of(Checks.listener(null, SECONDS, 0, FIRST)), 1_000);
        slowStart.configure(List.of(Checks.listener(null, SECONDS, 0, FIRST, SECOND)), 5_000);
        assertThat(permille(FIRST, ServerHealth.ALWAYS, 5_000)).isEqualTo(1000);
        assertThat(permille(SECOND, ServerHealth.ALWAYS, 5_000)).isEqualTo(100);
        assertThat(permille(SECOND, ServerHealth.ALWAYS, 15_000)).isEqualTo(500);
        assertThat(permille(SECOND, ServerHealth.ALWAYS, 25_000)).isEqualTo(1000);
    }

    @Test
    void shouldLetOneThatComesUpGrow() {
        slowStart.configure(List.of(Checks.listener(null, SECONDS, 0, FIRST)), 0);
        assertThat(permille(FIRST, 10_000, 10_000)).isEqualTo(100);
        assertThat(permille(FIRST, 10_000, 29_999)).isEqualTo(900);
        assertThat(permille(FIRST, 10_000, 30_000)).isEqualTo(1000);
    }

    @Property
    void shouldNeverFallAndNeverBeNothing(
            @ForAll @IntRange(min = 1, max = 900) int seconds, @ForAll @IntRange(max = 1_000_000) int since) {
        ServerKey key = Checks.listener(null, seconds, 0, FIRST).key(FIRST);
        int before = 0;
        for (long now = since; now <= since + seconds * 1_000L; now += seconds * 10L) {
            int permille = slowStart.permille(key, seconds, since, now);
            assertThat(permille).isBetween(Math.max(1, before), 1000);
            before = permille;
        }
        assertThat(before).isEqualTo(1000);
    }
}
