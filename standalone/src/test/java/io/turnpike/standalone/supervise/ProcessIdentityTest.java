package io.turnpike.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    @Test
    void shouldKnowALivingProcess() {
        var current = ProcessIdentity.current();
        assertThat(current.isAlive()).isTrue();
        assertThat(current.handle()).contains(ProcessHandle.current());
    }

    @Test
    void shouldNotTakeAnotherProcessOfTheSamePidForIt() {
        var current = ProcessIdentity.current();
        var earlier = new ProcessIdentity(current.pid(), current.startTicks() - 1, current.bootId());
        var otherBoot = new ProcessIdentity(current.pid(), current.startTicks(), "another boot");
        assertThat(earlier.isAlive()).isFalse();
        assertThat(earlier.handle()).isEmpty();
        assertThat(otherBoot.handle()).isEmpty();
    }

    @Test
    void shouldNotFindAProcessThatEnded() throws Exception {
        var process = new ProcessBuilder("sleep", "60").start();
        var identity = ProcessIdentity.of(process.pid()).orElseThrow();
        assertThat(identity.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    void shouldReadAStatWhoseNameHasBlanksAndParentheses() {
        var stat = ProcessStat.parse("42 (a) b (c) S 1 40 41 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 98765 0 0\n");
        assertThat(stat).isEqualTo(new ProcessStat('S', 41, 98765));
        assertThat(stat.isDead()).isFalse();
    }
}
