package io.turnpike.standalone;

import io.turnpike.standalone.supervise.StackState;
import io.turnpike.standalone.supervise.StateFile;
import io.turnpike.standalone.supervise.Termination;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "down", description = "Stops everything that up started. What was kept stays for the next up.")
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Mixin
    DataOption dataOption = new DataOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var data = dataOption.directory();
        var state = new StateFile(data).read();
        if (state.isEmpty()) {
            System.out.println("nothing is up on " + data.root());
            return 0;
        }
        stopSupervisor(state);
        EmbeddedStack.clearLeftovers(
                data,
                Plan.everything(Installation.current(), Deployment.TOGETHER, 0, LabMode.ANY),
                System.out::println);
        System.out.println("Turnpike is down");
        return 0;
    }

    private static void stopSupervisor(Optional<StackState> state) throws InterruptedException {
        var supervisor = state.map(StackState::supervisor).filter(process -> process.isAlive());
        if (supervisor.isPresent()) {
            System.out.println("stopping");
            Termination.end(List.of(supervisor.get()), PATIENCE);
        }
    }
}
