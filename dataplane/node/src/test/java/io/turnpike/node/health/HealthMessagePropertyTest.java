package io.turnpike.node.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HealthMessagePropertyTest {
    @Property(tries = 200)
    void shouldReadBackWhatItWrote(@ForAll("results") List<HealthResult> results) {
        List<byte[]> messages = HealthMessage.encode(results);
        assertThat(messages)
                .allSatisfy(message -> assertThat(message).hasSizeLessThanOrEqualTo(HealthExchange.MOST_OCTETS));
        assertThat(messages.stream().flatMap(message -> HealthMessage.decode(message).stream()))
                .containsExactlyElementsOf(results);
    }

    @Property
    void shouldRefuseWhatHasAnotherLength(@ForAll("results") List<HealthResult> results, @ForAll byte more) {
        for (byte[] message : HealthMessage.encode(results)) {
            byte[] longer = Arrays.copyOf(message, message.length + 1);
            longer[message.length] = more;
            assertThatIllegalArgumentException().isThrownBy(() -> HealthMessage.decode(longer));
            byte[] shorter = Arrays.copyOf(message, message.length - 1);
            assertThatIllegalArgumentException().isThrownBy(() -> HealthMessage.decode(shorter));
        }
    }

    @Test
    void shouldRefuseAnotherVersion() {
        assertThatIllegalArgumentException().isThrownBy(() -> HealthMessage.decode(new byte[] {9, 0}));
    }

    @Provide
    Arbitrary<List<HealthResult>> results() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 10),
                        Arbitraries.longs().greaterOrEqual(HealthResult.ALWAYS),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(1, 65535))
                .as(HealthResult::new)
                .list()
                .ofMaxSize(100);
    }
}
