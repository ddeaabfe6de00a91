package io.turnpike.node.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.node.maps.DemandMeter.Demand;
import org.junit.jupiter.api.Test;

class PacketSizesTest {
    private final PacketSizes sizes = new PacketSizes();
    private long passedBits;
    private long packets;

    @Test
    void shouldTakeThemForSmallUntilItKnowsBetter() {
        pass(9, 1000, 1500);
        assertThat(sizes.averageOctets()).isEqualTo(PacketSizes.LEAST_OCTETS);
        pass(1, 1000, 1500);
        assertThat(sizes.averageOctets()).isEqualTo(1500);
    }

    @Test
    void shouldFollowThemDownAtOnceAndUpLater() {
        pass(10, 1000, 1500);
        pass(1, 1000, 100);
        assertThat(sizes.averageOctets()).isEqualTo(100);
        pass(9, 1000, 1500);
        assertThat(sizes.averageOctets()).isEqualTo(100);
        pass(1, 1000, 1500);
        assertThat(sizes.averageOctets()).isEqualTo(1500);
    }

    @Test
    void shouldMindNoPacketsThatAreTooFewToFillAQueue() {
        pass(10, 1000, 1500);
        pass(10, 3, 84);
        assertThat(sizes.averageOctets()).isEqualTo(1500);
    }

    private void pass(int rounds, int count, int octets) {
        for (int i = 0; i < rounds; i++) {
            packets += count;
            passedBits += 8L * count * octets;
            sizes.observe(new Demand(passedBits + 77, 77, packets), 100_000);
        }
    }
}
