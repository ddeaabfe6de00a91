package io.turnpike.standalone;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "drain",
        description =
                "Takes a director or border out of the traffic for maintenance: its routes are withdrawn, its peers"
                        + " take over. It stays so until undrain, over restarts too.")
final class DrainCommand implements Callable<Integer> {
    @Mixin
    NodeOption node = new NodeOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        node.drain().drain(node.name());
        System.out.println(node.name() + " is drained: its routes are withdrawn");
        return 0;
    }
}
