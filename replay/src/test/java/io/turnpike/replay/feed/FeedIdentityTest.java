package io.turnpike.replay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedIdentityTest {
    private static final String SHA256 = "5".repeat(64);

    @Test
    void shouldFollowFromNameAndContent() {
        FeedIdentity identity = FeedIdentity.of("border1", SHA256);
        assertThat(identity).isEqualTo(FeedIdentity.of("border1", SHA256));
        assertThat(identity.exportingProcessId()).isEqualTo("capture.border1");
        assertThat(identity.bootEpoch()).isBetween(1L, (1L << 53) - 1);
        assertThat(identity.bootEpoch())
                .isNotEqualTo(FeedIdentity.of("border2", SHA256).bootEpoch())
                .isNotEqualTo(FeedIdentity.of("border1", "6".repeat(64)).bootEpoch());
    }

    @Test
    void shouldNumberFlowsWithoutRepetition() {
        FeedIdentity identity = FeedIdentity.of("border1", SHA256);
        Set<Long> ids = new HashSet<>();
        for (int ordinal = 0; ordinal < 100_000; ordinal++) {
            assertThat(identity.flowId(ordinal)).isPositive();
            ids.add(identity.flowId(ordinal));
        }
        assertThat(ids).hasSize(100_000);
    }

    @Test
    void shouldRefuseWhatIsNoName() {
        assertThatThrownBy(() -> FeedIdentity.of("Border 1", SHA256))
                .hasMessage("not a name of a node, 1 to 56 of a-z 0-9 . -: 'Border 1'");
        assertThat(FeedIdentity.problemOf("x".repeat(57))).isPresent();
    }
}
