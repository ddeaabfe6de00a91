package io.turnpike.standalone;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "undrain", description = "Gives a drained director or border its traffic back.")
final class UndrainCommand implements Callable<Integer> {
    @Mixin
    NodeOption node = new NodeOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        node.drain().undrain(node.name());
        System.out.println(node.name() + " has traffic again: its routes are announced");
        return 0;
    }
}
