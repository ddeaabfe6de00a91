package io.turnpike.standalone.lab;

import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.Health;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.PartState;
import io.turnpike.standalone.supervise.Patience;
import io.turnpike.standalone.supervise.Phase;
import io.turnpike.standalone.supervise.StackState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Takes nodes of a running lab out of the traffic and back in. A drained node is announced to nobody, so its peers take
 * over; it goes on forwarding what reaches it all the same. It stays drained over restarts.
 */
public final class Drain {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DataDirectory data;
    private final StackState state;

    public Drain(DataDirectory data, StackState state) {
        this.data = data;
        this.state = state;
    }

    static Path file(DataDirectory data, String node) {
        return data.of(LabRouting.watchdogName(node)).resolve("drain");
    }

    /** Returns when its routes are withdrawn. */
    public void drain(String node) throws IOException, InterruptedException {
        PartState watchdog = watchdog(node);
        Files.createDirectories(file(data, node).getParent());
        Files.writeString(file(data, node), "");
        await(watchdog, "withdrawn");
    }

    /** Returns when its routes are announced again. */
    public void undrain(String node) throws IOException, InterruptedException {
        PartState watchdog = watchdog(node);
        Files.deleteIfExists(file(data, node));
        await(watchdog, "announced");
    }

    /** Returns when every node has its traffic, but for those that are drained or have not joined. */
    public void awaitTraffic() throws IOException, InterruptedException {
        for (ForwardingHost host : ForwardingHost.ALL) {
            PartState watchdog = watchdog(host.name());
            if (watchdog.phase() != Phase.STANDBY && !Files.exists(file(data, host.name()))) {
                await(watchdog, "announced");
            }
        }
    }

    private PartState watchdog(String node) throws IOException {
        String name = LabRouting.watchdogName(node);
        return state.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "no node '" + node + "' that could be drained: there are " + String.join(", ", nodes())));
    }

    private List<String> nodes() {
        return ForwardingHost.ALL.stream().map(ForwardingHost::name).toList();
    }

    private static void await(PartState watchdog, String wanted) throws IOException, InterruptedException {
        HttpProbe probe = new HttpProbe(URI.create("http://127.0.0.1:" + watchdog.port() + "/health"));
        if (!Patience.until(() -> probe.check().detail().startsWith(wanted), PATIENCE)) {
            Health last = probe.check();
            throw new IOException("%s: after %d s its routes are not %s: %s"
                    .formatted(watchdog.name(), PATIENCE.toSeconds(), wanted, last.detail()));
        }
    }
}
