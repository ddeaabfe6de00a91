package io.turnpike.node.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.GroupMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static List<Integer> chosen(GroupMode mode, Candidates.Server... servers) {
        return Candidates.of(mode, List.of(servers)).stream()
                .map(Candidate::server)
                .toList();
    }

    private static Candidates.Server server(int index, int weight, int permille) {
        return new Candidates.Server(index, index, weight, permille);
    }

    @Test
    void shouldLeaveOutWhatIsDownOrTakesNothing() {
        assertThat(chosen(GroupMode.WEIGHTED, server(1, 0, 1000), server(2, 100, 0), server(3, 1, 1)))
                .containsExactly(3);
    }

    @Test
    void shouldGiveAServerThatStartsSlowlyTheShareThatItTakes() {
        assertThat(Candidates.of(GroupMode.WEIGHTED, List.of(server(1, 50, 250))))
                .extracting(Candidate::weight)
                .containsExactly(12_500);
    }

    @Test
    void shouldTurnToTheSlaveOnlyWhileTheMasterIsDown() {
        assertThat(chosen(GroupMode.MASTER_SLAVE, server(1, 10, 1000), server(2, 90, 1000)))
                .containsExactly(1);
        assertThat(chosen(GroupMode.MASTER_SLAVE, server(1, 10, 0), server(2, 90, 1000)))
                .containsExactly(2);
        assertThat(chosen(GroupMode.MASTER_SLAVE, server(1, 10, 0), server(2, 90, 0)))
                .isEmpty();
    }
}
