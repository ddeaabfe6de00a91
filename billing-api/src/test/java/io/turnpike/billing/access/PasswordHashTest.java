package io.turnpike.billing.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
    @Test
    void shouldKnowThePasswordAndNoOther() {
        PasswordHash hash = PasswordHash.of("correct horse battery staple");
        assertThat(hash.matches("correct horse battery staple")).isTrue();
        assertThat(hash.matches("correct horse battery stable")).isFalse();
        assertThat(hash.matches("")).isFalse();
    }
}
