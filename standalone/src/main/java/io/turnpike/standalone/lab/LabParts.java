package io.turnpike.standalone.lab;

import io.turnpike.standalone.PartSource;
import io.turnpike.standalone.Surroundings;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.Part;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The lab as parts: its servers (with which the network comes and goes), the nodes, routing, the L7 cluster, and
 * traffic.
 *
 * @param traffic whether a little traffic is driven all the time
 * @param hook where the nodes' programs sit
 */
public record LabParts(boolean traffic, Lab.Hook hook) implements PartSource {
    static final String SERVERS = "lab-servers";
    private static final List<String> JVM = List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED");

    @Override
    public List<Part> parts(Surroundings surroundings) throws IOException {
        LabNodes nodes = new LabNodes(surroundings, hook);
        List<Part> parts = new ArrayList<>();
        parts.add(servers(surroundings));
        parts.addAll(nodes.parts(SERVERS));
        parts.addAll(new LabRouting(surroundings).parts(SERVERS));
        parts.addAll(new LabWeb(surroundings).parts(SERVERS));
        if (traffic) {
            parts.add(traffic(nodes));
        }
        return parts;
    }

    private static Part traffic(LabNodes nodes) throws IOException {
        return Part.named("lab-traffic")
                .command(JavaCommand.ofThisClassPath(
                        List.of("-Xmx32m", "-XX:+UseSerialGC"), LabTraffic.class, nodes.healthPages()))
                .environment(JavaCommand.THIS_CLASS_PATH)
                .environment(Lab.environment())
                .after(LabNodes.names().toArray(String[]::new))
                .build();
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
                .readyWhen(new HttpProbe(URI.create("http://127.0.0.1:" + health + "/health")))
                .port(health)
                .build();
    }
}
