package io.turnpike.standalone.lab;

import io.turnpike.cli.ApiClient;
import io.turnpike.standalone.RunningApi;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.StackState;
import io.turnpike.standalone.supervise.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stack with a lab that is up. */
record RunningLab(DataDirectory data, StackState state) {
    /**
     * That of {@code --data DIR}, or of the standard directory without options; null if these are other options.
     *
     * @throws IOException if no lab is up there
     */
    static @Nullable RunningLab of(List<String> options) throws IOException {
        if (!options.isEmpty() && (options.size() != 2 || !options.getFirst().equals("--data"))) {
            return null;
        }
        DataDirectory data = options.isEmpty()
                ? DataDirectory.standard(System.getenv())
                : new DataDirectory(Path.of(options.getLast()));
        StackState state =
                new StateFile(data).read().filter(StackState::isRunning).orElse(null);
        if (state == null || !new Lab(data.root()).isUp()) {
            throw new IOException("no lab is up on " + data.root() + "; start it with: ./turnpike up");
        }
        return new RunningLab(data, state);
    }

    ApiClient api() throws IOException {
        return RunningApi.of(state.links());
    }
}
