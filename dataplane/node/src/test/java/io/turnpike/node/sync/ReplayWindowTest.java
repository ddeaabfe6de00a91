package io.turnpike.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void shouldLetEachNumberPassOnceInAnyOrder() {
        List<Long> numbers =
                new ArrayList<>(LongStream.rangeClosed(1, 5000).boxed().toList());
        Collections.shuffle(numbers, new Random(1));
        assertThat(numbers).allMatch(window::accept);
        assertThat(numbers).noneMatch(window::accept);
    }

    @Test
    void shouldRefuseWhatIsOlderThanItRemembers() {
        assertThat(window.accept(1)).isTrue();
        assertThat(window.accept(10L * ReplayWindow.SIZE)).isTrue();
        assertThat(window.accept(2)).isFalse();
        assertThat(window.accept(9L * ReplayWindow.SIZE)).isFalse();
        assertThat(window.accept(10L * ReplayWindow.SIZE - 1)).isTrue();
        assertThat(window.accept(0)).isFalse();
    }
}
