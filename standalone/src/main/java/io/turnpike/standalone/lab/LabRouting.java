package io.turnpike.standalone.lab;

import io.turnpike.node.route.Bird;
import io.turnpike.node.route.WatchdogMain;
import io.turnpike.standalone.Surroundings;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.Health;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.PartBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Routing in the lab: a routing daemon (BIRD) on every host that takes part, and a watchdog beside each forwarding node. */
final class LabRouting {
    /** A director that is there, but starts only when it is told to join. */
    static final String JOINER = "director3";

    private static final List<String> WATCHDOG_JVM = List.of(
            "-Xmx16m", "-Xss256k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=16m");
    /** BFD counts missed packets, so where that is allowed the daemon goes before all that is not as urgent. */
    private static final String URGENT =
            "if chrt -r 10 true 2>/dev/null; then exec chrt -r 10 \"$@\"; else exec \"$@\"; fi";

    private final Surroundings surroundings;

    LabRouting(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    List<Part> parts(String servers) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (String host : BirdConfig.hosts()) {
            parts.add(bird(host, servers));
        }
        for (ForwardingHost host : ForwardingHost.ALL) {
            parts.add(watchdog(host.name()));
        }
        return parts;
    }

    /** A part of this name; one of {@link #JOINER} starts when it is told to. */
    static PartBuilder part(Surroundings surroundings, String name) {
        PartBuilder builder = Part.named(name);
        return name.startsWith(JOINER) ? builder.startWhen(joinFile(surroundings.data())) : builder;
    }

    /** Once it is there, {@link #JOINER} starts. */
    static Path joinFile(DataDirectory data) {
        return data.of(JOINER).resolve("join");
    }

    static Path heartbeat(String host) {
        return Lab.control().resolve(host + ".heartbeat");
    }

    static String watchdogName(String node) {
        return node + "-watchdog";
    }

    private static String birdName(String host) {
        return host + "-bird";
    }

    private static Path socket(String host) {
        return Lab.control().resolve(host + ".bird");
    }

    private Part bird(String host, String servers) {
        Path directory = surroundings.data().of(birdName(host));
        Path config = directory.resolve("bird.conf");
        Path socket = socket(host);
        List<String> bird = List.of(
                "bird",
                "-f",
                "-c",
                config.toString(),
                "-s",
                socket.toString(),
                "-P",
                Lab.control().resolve(host + ".bird-pid").toString());
        List<String> command = new ArrayList<>(List.of("sh", "-c", URGENT, "sh"));
        command.addAll(bird);
        return part(surroundings, birdName(host))
                .command(Lab.inside(host, command))
                .workingDirectory(directory)
                .beforeStart(() -> {
                    Files.createDirectories(directory);
                    Files.writeString(config, BirdConfig.of(host));
                })
                .readyWhen(() -> birdHealth(socket))
                .after(servers)
                .build();
    }

    private static Health birdHealth(Path socket) {
        try {
            long sessions = new Bird(socket)
                    .ask("show protocols").stream()
                            .filter(line -> line.matches("to_.* BGP .*Established.*"))
                            .count();
            return Health.up(sessions + " BGP sessions");
        } catch (IOException e) {
            return Health.down(String.valueOf(e.getMessage()));
        }
    }

    private Part watchdog(String host) throws IOException {
        String name = watchdogName(host);
        int health = surroundings.ports().of(name + "-health");
        Path directory = surroundings.data().of(name);
        return part(surroundings, name)
                .command(JavaCommand.ofThisClassPath(WATCHDOG_JVM, WatchdogMain.class))
                .environment(JavaCommand.THIS_CLASS_PATH)
                .environment(Map.of(
                        "TURNPIKE_HEARTBEAT_FILE", heartbeat(host).toString(),
                        "TURNPIKE_DRAIN_FILE",
                                Drain.file(surroundings.data(), host).toString(),
                        "TURNPIKE_BIRD_SOCKET", socket(host).toString(),
                        "TURNPIKE_HEALTH_PORT", Integer.toString(health)))
                .workingDirectory(directory)
                .beforeStart(() -> Files.createDirectories(directory))
                .readyWhen(new HttpProbe(URI.create("http://127.0.0.1:" + health + "/health")))
                .port(health)
                .after(birdName(host))
                .build();
    }
}
