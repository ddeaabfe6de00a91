package io.turnpike.standalone.lab;

import io.turnpike.node.NodeMain;
import io.turnpike.standalone.GivenSettings;
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
import java.util.Optional;
import java.util.stream.Collectors;

/** The forwarding and metering nodes of the lab, a part each. */
final class LabNodes {
    private static final String FABRIC = "fabric";
    private static final String DIRECTORS_INTERFACES = "eth0=public,eth1=private,eth2=private";
    private static final String SYNC_KEY = "session-sync";
    private static final List<String> JVM = List.of(
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED");

    /**
     * A node.
     *
     * @param part its name among the parts; a proxy and the node beside it are two processes of one NODE resource
     */
    private record Node(String part, String name, int number, String role, String host, String interfaces) {}

    private static final List<Node> NODES = List.of(
            new Node("director1", "director1", 1, "director", "director1", DIRECTORS_INTERFACES),
            new Node("border1", "border1", 2, "border", "border1", "eth0=public,eth1=private"),
            new Node("host1", "host1", 3, "nic", FABRIC, ecsInterfaces()),
            new Node("proxy1-node", "proxy1", 4, "proxy", "proxy1", "eth0=public,eth1=private"),
            new Node("proxy2-node", "proxy2", 5, "proxy", "proxy2", "eth0=public,eth1=private"),
            new Node("director2", "director2", 6, "director", "director2", DIRECTORS_INTERFACES),
            new Node("border2", "border2", 7, "border", "border2", "eth0=public,eth1=private"),
            new Node(LabRouting.JOINER, LabRouting.JOINER, 8, "director", "director3", DIRECTORS_INTERFACES));

    private final Surroundings surroundings;
    private final Lab.Hook hook;

    LabNodes(Surroundings surroundings, Lab.Hook hook) {
        this.surroundings = surroundings;
        this.hook = hook;
    }

    static List<String> names() {
        return NODES.stream()
                .map(Node::part)
                .filter(part -> !part.equals(LabRouting.JOINER))
                .toList();
    }

    List<Part> parts(String servers) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Node node : NODES) {
            parts.add(part(node, servers));
        }
        return parts;
    }

    private Part part(Node node, String servers) throws IOException {
        int health = surroundings.ports().of(node.part() + "-health");
        Path directory = surroundings.data().of(node.part());
        Map<String, String> settings = new HashMap<>(Map.of(
                "TURNPIKE_NODE_NAME", node.name(),
                "TURNPIKE_NODE_NUMBER", Integer.toString(node.number()),
                "TURNPIKE_NODE_ROLE", node.role(),
                "TURNPIKE_NODE_NETNS", Lab.namespace(node.host()).toString(),
                "TURNPIKE_NODE_INTERFACES", node.interfaces(),
                "TURNPIKE_NODE_HOOK", hook.name(),
                "TURNPIKE_BPF_FOLDER", Lab.pins().resolve(node.part()).toString(),
                "TURNPIKE_SPOOL_FOLDER", directory.resolve("spool").toString(),
                "TURNPIKE_HEALTH_PORT", Integer.toString(health)));
        Optional<ForwardingHost> forwarding = ForwardingHost.named(node.host());
        if (forwarding.isPresent()) {
            settings.put(
                    "TURNPIKE_HEARTBEAT_FILE", LabRouting.heartbeat(node.host()).toString());
            settings.putAll(sharing(forwarding.get()));
        }
        return LabRouting.part(surroundings, node.part())
                .command(JavaCommand.ofThisClassPath(JVM, NodeMain.class))
                .environment(JavaCommand.THIS_CLASS_PATH)
                .environment(surroundings.environment())
                .environment(GivenSettings.of("TURNPIKE_INTERVAL_SECONDS"))
                .environment(settings)
                .workingDirectory(directory)
                .beforeStart(() -> Files.createDirectories(directory))
                .readyWhen(new HttpProbe(URI.create(healthPage(node.part()))))
                .port(health)
                .after(Kafka.NAME, servers)
                .build();
    }

    /** How a director shares its sessions; peers hand packets over where the packet path is attached. */
    private Map<String, String> sharing(ForwardingHost host) throws IOException {
        if (!host.isDirector()) {
            return Map.of();
        }
        // Generates the key, if this is the first start.
        surroundings.secrets().of(SYNC_KEY);
        return Map.of(
                "TURNPIKE_SYNC_INTERFACE", "eth3",
                "TURNPIKE_SYNC_ADDRESS", host.edgeAddress(),
                "TURNPIKE_SYNC_KEY_FILE", surroundings.secrets().file(SYNC_KEY).toString());
    }

    /** Every interface of an ECS, by its end in the fabric, with the ECS's end for XDP. */
    private static String ecsInterfaces() {
        return Topology.LINKS.stream()
                .filter(link -> link.peerHost().equals(FABRIC) && link.host().startsWith("ecs"))
                .map(link ->
                        "%s=%s@%s:%s".formatted(link.peerName(), link.host(), Lab.namespace(link.host()), link.name()))
                .collect(Collectors.joining(","));
    }

    String[] healthPages() throws IOException {
        List<String> pages = new ArrayList<>();
        for (String part : names()) {
            pages.add(healthPage(part));
        }
        return pages.toArray(String[]::new);
    }

    private String healthPage(String part) throws IOException {
        return "http://127.0.0.1:" + surroundings.ports().of(part + "-health") + "/health";
    }
}
