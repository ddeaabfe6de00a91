package io.turnpike.flow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private static final Listener LISTENER = Listener.transport(6, 80, List.of());

    private static void refused(String detail, ThrowingCallable construction) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(detail);
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        refused("lastPort 79", () -> LISTENER.withLastPort(79));
        refused("lastPort 65536", () -> LISTENER.withLastPort(65536));
        refused("establishedTimeoutSeconds 9", () -> LISTENER.withEstablishedTimeout(9));
        refused("establishedTimeoutSeconds 901", () -> LISTENER.withEstablishedTimeout(901));
        refused("persistenceSeconds 3601", () -> new Scheduling(Scheduler.RR, GroupMode.WEIGHTED, 3601, 0, 0));
        refused("drainSeconds 9", () -> new Scheduling(Scheduler.RR, GroupMode.WEIGHTED, 0, 0, 9));
        refused("maxConnections -1", () -> new ConnectionLimits(-1, 0));
        refused("cap", () -> new Protection(ConnectionLimits.NONE, -1, 0, AccessList.OPEN));
    }

    @Test
    void shouldRefuseMasterAndSlaveThatAreNotTwo() {
        refused(
                "master and slave are two",
                () -> LISTENER.with(new Scheduling(Scheduler.RR, GroupMode.MASTER_SLAVE, 0, 0, 0)));
    }

    @Test
    void shouldRefuseListsWithoutActionAndListsThatAreTooLong() {
        IpPrefix some = IpPrefix.parse("192.0.2.0/24");
        refused("DENY with 0 prefixes", () -> new AccessList(AccessList.Action.DENY, List.of()));
        refused("OPEN with 1 prefixes", () -> new AccessList(AccessList.Action.OPEN, List.of(some)));
        refused("at most 300", () -> new AccessList(AccessList.Action.ALLOW, Collections.nCopies(301, some)));
    }
}
