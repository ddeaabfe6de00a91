package io.turnpike.standalone;

import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.StackState;
import io.turnpike.standalone.supervise.StateFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the supervisor in a session of its own, follows what it says until all is ready, and leaves it running. */
record DetachedUp(DataDirectory data, List<String> options, int port) {
    private static final long LOOK_EVERY_MILLIS = 200;

    int run() throws IOException, InterruptedException {
        data.create();
        var output = data.logs().resolve("supervisor.out");
        var supervisor = start(output);
        var screen = new Screen(false);
        var said = new FollowedFile(output);
        while (!supervisor.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            said.newLines().forEach(screen::event);
            if (isReady(supervisor.pid())) {
                new WayScreen(data, screen).showOnce();
                return 0;
            }
        }
        said.newLines().forEach(screen::event);
        System.err.println("turnpike: it did not come up: see " + data.logs());
        return 1;
    }

    private boolean isReady(long supervisorPid) throws IOException {
        return new StateFile(data)
                .read()
                .filter(state -> state.supervisor().pid() == supervisorPid)
                .filter(StackState::ready)
                .isPresent();
    }

    private Process start(Path output) throws IOException {
        var words = new ArrayList<>(List.of("setsid"));
        words.addAll(JavaCommand.ofThisClassPath(
                List.of("-Dturnpike.root=" + Installation.current().root(), "-Xmx256m", "-XX:+UseSerialGC"),
                Standalone.class,
                "up",
                "--supervise",
                "--data=" + data.root(),
                "--port=" + port));
        words.addAll(options);
        var builder = new ProcessBuilder(words)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(JavaCommand.THIS_CLASS_PATH);
        return builder.start();
    }
}
