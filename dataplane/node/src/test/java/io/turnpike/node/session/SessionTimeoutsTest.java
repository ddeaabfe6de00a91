package io.turnpike.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.FlowEndReason;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTimeoutsTest {
    @ParameterizedTest(name = "protocol {0}, seen {1}, own timeout {2} s, idle {3} s: {4}")
    @CsvSource({
        "17, 0, 0, 89, ",
        "17, 0, 0, 90, IDLE_TIMEOUT",
        "17, 0, 20, 20, IDLE_TIMEOUT",
        "17, 0, 200, 199, ",
        "6, 0, 0, 59, ",
        "6, 0, 0, 60, IDLE_TIMEOUT",
        "6, 0, 10, 59, ",
        "6, 8, 0, 899, ",
        "6, 8, 0, 900, IDLE_TIMEOUT",
        "6, 8, 10, 9, ",
        "6, 8, 10, 10, IDLE_TIMEOUT",
        "6, 9, 0, 899, ",
        "6, 11, 0, 9, ",
        "6, 11, 0, 10, END_OF_FLOW_DETECTED",
        "6, 12, 0, 9, ",
        "6, 12, 900, 10, END_OF_FLOW_DETECTED"
    })
    void shouldEndASessionWhenItsTimeIsUp(
            int protocol, int tcpSeen, int ownSeconds, long idleSeconds, FlowEndReason expected) {
        assertThat(SessionTimeouts.DEFAULT.ended(protocol, tcpSeen, ownSeconds, idleSeconds * 1_000_000_000L))
                .isEqualTo(Optional.ofNullable(expected));
    }
}
