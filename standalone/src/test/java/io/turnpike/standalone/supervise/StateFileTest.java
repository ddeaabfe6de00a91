package io.turnpike.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatItWrote() throws Exception {
        var file = new StateFile(new DataDirectory(directory));
        var state = new StackState(
                ProcessIdentity.current(),
                1_000,
                true,
                Map.of("url", "http://127.0.0.1:1"),
                List.of(
                        new PartState("kafka", Phase.UP, ProcessIdentity.current(), 9092, 1_001, 2, "fine"),
                        new PartState("job", Phase.RESTARTING, null, 0, 0, 1, "died")));
        file.write(state);
        assertThat(file.read()).contains(state);
        assertThat(state.isHealthy()).isFalse();
    }

    @Test
    void shouldBeEmptyWhereNothingWasStarted() throws Exception {
        assertThat(new StateFile(new DataDirectory(directory)).read()).isEmpty();
    }

    @Test
    void shouldNameAFileThatIsBroken() throws Exception {
        var data = new DataDirectory(directory);
        Files.writeString(data.state(), "{\"supervisor\":");
        assertThatThrownBy(() -> new StateFile(data).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(data.state().toString());
    }
}
