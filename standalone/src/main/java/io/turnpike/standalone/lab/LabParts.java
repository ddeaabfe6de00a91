package io.turnpike.standalone.lab;

import io.turnpike.node.NodeMain;
import io.turnpike.standalone.PartSource;
import io.turnpike.standalone.Surroundings;
import io.turnpike.standalone.kafka.Kafka;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The lab as parts: its servers (with which the network comes and goes), the three nodes, and traffic.
 *
 * @param traffic whether a little traffic is driven all the time
 * @param hook where the nodes' programs sit
 */
public record LabParts(boolean traffic, Lab.Hook hook) implements PartSource {
    private static final String SERVERS = "lab-servers";
    private static final String FABRIC = "fabric";
    private static final List<String> NODES = List.of("director1", "border1", "host1");
    private static final List<String> JVM =
            List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    @Override
    public List<Part> parts(Surroundings surroundings) throws IOException {
        List<Part> parts = new ArrayList<>();
        parts.add(servers(surroundings));
        parts.add(node(surroundings, "director1", 1, "director", "director1", "eth0=public,eth1=private"));
        parts.add(node(surroundings, "border1", 2, "border", "border1", "eth0=public,eth1=private"));
        parts.add(node(surroundings, "host1", 3, "nic", FABRIC, ecsInterfaces()));
        if (traffic) {
            parts.add(Part.named("lab-traffic")
                    .command(JavaCommand.ofThisClassPath(
                            List.of("-Xmx32m", "-XX:+UseSerialGC"), LabTraffic.class, healthPages(surroundings)))
                    .environment(JavaCommand.THIS_CLASS_PATH)
                    .environment(Lab.environment())
                    .after(NODES.toArray(String[]::new))
                    .build());
        }
        return parts;
    }

    private Part servers(Surroundings surroundings) throws IOException {
        int health = surroundings.ports().of(SERVERS + "-health");
        Lab lab = new Lab(surroundings.data().root());
        return Part.named(SERVERS)
                .command(JavaCommand.ofThisClassPath(JVM, LabServers.class))
                .environment(JavaCommand.THIS_CLASS_PATH)
                .environment(Lab.environment())
                .environment(Map.of("TURNPIKE_HEALTH_PORT", Integer.toString(health)))
                .beforeStart(() -> lab.up(hook))
                .afterStop(lab::down)
                .readyWhen(health(health))
                .port(health)
                .build();
    }

    private Part node(Surroundings surroundings, String name, int number, String role, String host, String interfaces)
            throws IOException {
        int health = surroundings.ports().of(name + "-health");
        Path directory = surroundings.data().of(name);
        Map<String, String> settings = new HashMap<>(Map.of(
                "TURNPIKE_NODE_NAME", name,
                "TURNPIKE_NODE_NUMBER", Integer.toString(number),
                "TURNPIKE_NODE_ROLE", role,
                "TURNPIKE_NODE_NETNS", Lab.namespace(host).toString(),
                "TURNPIKE_NODE_INTERFACES", interfaces,
                "TURNPIKE_NODE_HOOK", hook.name(),
                "TURNPIKE_BPF_FOLDER", Lab.pins().resolve(name).toString(),
                "TURNPIKE_SPOOL_FOLDER", directory.resolve("spool").toString(),
                "TURNPIKE_HEALTH_PORT", Integer.toString(health)));
        return Part.named(name)
                .command(JavaCommand.ofThisClassPath(JVM, NodeMain.class))
                .environment(JavaCommand.THIS_CLASS_PATH)
                .environment(Lab.environment())
                .environment(surroundings.environment())
                .environment(settings)
                .workingDirectory(directory)
                .beforeStart(() -> Files.createDirectories(directory))
                .readyWhen(health(health))
                .port(health)
                .after(Kafka.NAME, SERVERS)
                .build();
    }

    /** Every interface of an ECS, by its end in the fabric, with the ECS's end for XDP. */
    private static String ecsInterfaces() {
        return Topology.LINKS.stream()
                .filter(link -> link.peerHost().equals(FABRIC) && link.host().startsWith("ecs"))
                .map(link ->
                        "%s=%s@%s:%s".formatted(link.peerName(), link.host(), Lab.namespace(link.host()), link.name()))
                .collect(Collectors.joining(","));
    }

    private static String[] healthPages(Surroundings surroundings) throws IOException {
        List<String> pages = new ArrayList<>();
        for (String node : NODES) {
            pages.add(healthPage(surroundings.ports().of(node + "-health")));
        }
        return pages.toArray(String[]::new);
    }

    private static String healthPage(int port) {
        return "http://127.0.0.1:" + port + "/health";
    }

    private static HttpProbe health(int port) {
        return new HttpProbe(URI.create(healthPage(port)));
    }
}
