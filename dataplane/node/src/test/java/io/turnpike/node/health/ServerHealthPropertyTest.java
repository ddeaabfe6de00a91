package io.turnpike.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.HealthCheck;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ServerHealthPropertyTest {
    @Property
    void shouldChangeOnlyAfterThatManyProbesInARow(
            @ForAll @Size(max = 60) List<Boolean> outcomes,
            @ForAll @IntRange(min = 2, max = 10) int healthy,
            @ForAll @IntRange(min = 2, max = 10) int unhealthy) {
        HealthCheck check = new HealthCheck(new HealthCheck.Tcp(), 0, 1, 1, healthy, unhealthy);
        ServerHealth health = ServerHealth.UNTESTED;
        boolean expected = true;
        for (int i = 0; i < outcomes.size(); i++) {
            health = health.after(outcomes.get(i), check, i);
            int needed = expected ? unhealthy : healthy;
            boolean against = !expected;
            if (i + 1 >= needed
                    && outcomes.subList(i + 1 - needed, i + 1).stream().allMatch(good -> good == against)) {
                expected = against;
                assertThat(health.changedMillis()).isEqualTo(i);
            }
            assertThat(health.up()).as("after %d probes", i + 1).isEqualTo(expected);
        }
    }
}
