package io.turnpike.standalone;

import io.turnpike.standalone.lab.Drain;
import io.turnpike.standalone.lab.Lab;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.PartFailedException;
import io.turnpike.standalone.supervise.StateFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Starts everything, and shows the way of real traffic to a bill line. Ctrl-C stops it all.")
final class UpCommand implements Callable<Integer> {
    @Option(names = "--detach", description = "Return when everything is ready, and leave it running.")
    boolean detach;

    @Option(names = "--no-lab", description = "Without the lab network and its traffic.")
    boolean noLab;

    @Option(names = "--no-traffic", description = "With the lab network, but without traffic of its own.")
    boolean noTraffic;

    @Option(
            names = "--hook",
            paramLabel = "tc|xdp",
            description = "Where the lab's nodes forward: tc (the default, offloads on) or native XDP.")
    Lab.Hook hook = Lab.Hook.TC;

    @Option(
            names = "--separate",
            description = "A rehearsal of many machines: three Kafka brokers, and the metering job on a Flink cluster.")
    boolean separate;

    @Option(names = "--port", paramLabel = "N", description = "The port of the API on loopback; kept for later.")
    int port;

    /** How a detached {@code up} starts the supervisor: nobody looks at its output. */
    @Option(names = "--supervise", hidden = true)
    boolean supervise;

    @Mixin
    DataOption dataOption = new DataOption();

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requirePort();
        var data = dataOption.directory();
        var running = new StateFile(data).read().filter(state -> state.isRunning());
        if (running.isPresent()) {
            System.out.println("Turnpike is already up on " + data.root());
            new StatusView(running.get()).lines().forEach(System.out::println);
            return running.get().isHealthy() ? 0 : 1;
        }
        return detach ? new DetachedUp(data, options(), port).run() : foreground(data);
    }

    private void requirePort() {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "--port: not a port: " + port);
        }
    }

    private int foreground(DataDirectory data) throws IOException, InterruptedException {
        var screen = new Screen(!supervise && Boolean.getBoolean("turnpike.terminal"));
        var stopping = new CountDownLatch(1);
        var lab = labMode(screen);
        var plan = Plan.everything(Installation.current(), deployment(), port, lab);
        var stack = EmbeddedStack.start(data, plan, screen::event);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, stopping), "stop"));
        try {
            stack.awaitReady(() -> {
                if (lab.present()) {
                    FirstRegistry.applyTo(data, screen::event);
                    awaitTraffic(data);
                }
            });
        } catch (PartFailedException e) {
            screen.event(String.valueOf(e.getMessage()));
            return 1;
        } catch (CancellationException e) {
            // The shutdown hook is at work; what it says is enough.
            return 1;
        }
        if (supervise) {
            screen.silence();
        } else {
            new WayScreen(data, screen).showUntil(stopping);
        }
        stopping.await();
        return 0;
    }

    private static void awaitTraffic(DataDirectory data) throws IOException, InterruptedException {
        var state = new StateFile(data).read();
        if (state.isPresent()) {
            new Drain(data, state.get()).awaitTraffic();
        }
    }

    private LabMode labMode(Screen screen) {
        if (noLab) {
            return LabMode.NONE;
        }
        if (!Lab.isPossible()) {
            screen.event("not root: without the lab network and its traffic, which need it");
            return LabMode.NONE;
        }
        return new LabMode(true, !noTraffic, hook);
    }

    private Deployment deployment() {
        return separate ? Deployment.SEPARATE : Deployment.TOGETHER;
    }

    /** The options that a detached start hands on. */
    private List<String> options() {
        var options = new ArrayList<String>();
        if (noLab) {
            options.add("--no-lab");
        }
        if (noTraffic) {
            options.add("--no-traffic");
        }
        if (separate) {
            options.add("--separate");
        }
        options.add("--hook=" + hook);
        return options;
    }

    /** Runs once, at the end of this process, whether by a signal or by a part that does not start. */
    private static void stop(EmbeddedStack stack, CountDownLatch stopping) {
        stopping.countDown();
        try {
            stack.close();
        } catch (IOException e) {
            System.err.println("turnpike: " + e.getMessage());
        }
    }
}
