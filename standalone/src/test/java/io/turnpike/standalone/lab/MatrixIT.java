package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every ECS, every path, both ways, TCP, UDP and ICMP, IPv4 and IPv6, under tc; LifecycleIT does it again under XDP. */
@NullMarked
@Order(40)
@ExtendWith(LabStack.Provider.class)
class MatrixIT {
    private final LabStack lab;

    MatrixIT(LabStack lab) {
        this.lab = lab;
    }

    @RepeatedTest(2)
    void shouldPutEveryOctetOfEveryPathInItsCell() {
        lab.requireMatrix();
    }

    @Test
    void shouldSayWhatItTakes() {
        Launcher.Outcome outcome = lab.turnpike().run("lab", "matrix", "--nonsense");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("usage: turnpike lab");
        assertThat(lab.turnpike().run("lab", "matrix", "--data", "/nonexistent").exitCode())
                .isEqualTo(1);
    }
}
