package io.turnpike.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowSlotsTest {
    private static final int STEPS = 20_000;

    /** Against a map of the library. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldBeAMap(long seed) {
        Random random = new Random(seed);
        FlowSlots slots = new FlowSlots();
        Map<Long, Integer> model = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            long flowId = 1L << 48 | random.nextInt(1, 3000);
            if (random.nextInt(5) < 3) {
                slots.put(flowId, i);
                model.put(flowId, i);
            } else {
                slots.remove(flowId);
                model.remove(flowId);
            }
            assertThat(slots.size()).isEqualTo(model.size());
            assertThat(slots.get(flowId)).isEqualTo(model.getOrDefault(flowId, FlowSlots.NONE));
        }
        assertThat(slots.flowIds())
                .containsExactlyInAnyOrder(
                        model.keySet().stream().mapToLong(Long::longValue).toArray());
        model.forEach((flowId, slot) -> assertThat(slots.get(flowId)).isEqualTo(slot));
    }
}
