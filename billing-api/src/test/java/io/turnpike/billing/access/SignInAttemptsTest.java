package io.turnpike.billing.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInAttemptsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T05:00:00Z");
    private static final String HERE = "192.0.2.1";

    private final SignInAttempts attempts = new SignInAttempts();

    private Duration begin(String user, String address, int second) {
        return attempts.begin(user, address, NOW.plusSeconds(second));
    }

    @Test
    void shouldAskToWaitAfterTooManyAttemptsInVain() {
        for (int second = 0; second < SignInAttempts.MOST; second++) {
            assertThat(begin("operator", HERE, second)).isZero();
        }
        assertThat(begin("operator", HERE, 20)).isEqualTo(Duration.ofSeconds(40));
        assertThat(begin("operator", HERE, 60)).isZero();
        assertThat(begin("operator", HERE, 60)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldNotLockOutWhoSitsElsewhere() {
        for (int attempt = 0; attempt <= SignInAttempts.MOST; attempt++) {
            begin("operator", HERE, 0);
        }
        assertThat(begin("operator", HERE, 0)).isPositive();
        assertThat(begin("operator", "192.0.2.2", 0)).isZero();
        assertThat(begin("acme", HERE, 0)).isZero();
    }

    @Test
    void shouldForgetSlipsOfTheFingerOnceSignedIn() {
        for (int attempt = 0; attempt < SignInAttempts.MOST; attempt++) {
            begin("operator", HERE, 0);
        }
        attempts.succeeded("operator", HERE);
        assertThat(begin("operator", HERE, 1)).isZero();
    }

    @Test
    void shouldStayBoundedWhateverUsersAreTried() {
        for (int attempt = 0; attempt <= SignInAttempts.MOST; attempt++) {
            begin("operator", HERE, 0);
        }
        for (int user = 0; user < 20_000; user++) {
            assertThat(begin("user" + user, HERE, 0)).isZero();
        }
        assertThat(begin("operator", HERE, 0)).isZero();
    }
}
