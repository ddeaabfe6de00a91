package io.turnpike.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.FlowEndReason;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTimeoutsTest {
    @ParameterizedTest(name = "protocol {0}, seen {1}, idle {2} s: {3}")
    @CsvSource({
        "17, 0, 89, ",
        "17, 0, 90, IDLE_TIMEOUT",
        "6, 0, 59, ",
        "6, 0, 60, IDLE_TIMEOUT",
        "6, 8, 899, ",
        "6, 8, 900, IDLE_TIMEOUT",
        "6, 9, 899, ",
        "6, 11, 9, ",
        "6, 11, 10, END_OF_FLOW_DETECTED",
        "6, 12, 9, ",
        "6, 12, 10, END_OF_FLOW_DETECTED"
    })
    void shouldEndASessionWhenItsTimeIsUp(int protocol, int tcpSeen, long idleSeconds, FlowEndReason expected) {
        assertThat(SessionTimeouts.DEFAULT.ended(protocol, tcpSeen, idleSeconds * 1_000_000_000L))
                .isEqualTo(Optional.ofNullable(expected));
    }
}
