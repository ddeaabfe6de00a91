package io.turnpike.standalone;

import io.turnpike.standalone.lab.Drain;
import io.turnpike.standalone.supervise.StackState;
import io.turnpike.standalone.supervise.StateFile;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which node of which running stack. */
final class NodeOption {
    @Parameters(paramLabel = "NODE", description = "A director or border, by its name: director1.")
    String name = "";

    @Mixin
    DataOption dataOption = new DataOption();

    String name() {
        return name;
    }

    /** @throws IOException if nothing runs on the data directory */
    Drain drain() throws IOException {
        var data = dataOption.directory();
        var state = new StateFile(data)
                .read()
                .filter(StackState::isRunning)
                .orElseThrow(
                        () -> new IOException("nothing is up on " + data.root() + ": start it with ./turnpike up"));
        return new Drain(data, state);
    }
}
