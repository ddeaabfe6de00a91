package io.turnpike.node.health;

import io.turnpike.flow.IpAddress;
import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the checker's addresses to the loopback interface of the node's namespace, since the kernel must take answers to
 * them for its own. They stay when the process goes: without probes nothing comes from or to them.
 */
final class CheckerInterface {
    private static final Logger LOG = LoggerFactory.getLogger(CheckerInterface.class);

    private final NetworkNamespace namespace;

    CheckerInterface(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    void own(List<IpAddress> addresses) {
        for (IpAddress address : addresses) {
            try {
                namespace.call(() -> {
                    run("ip", "link", "set", "lo", "up");
                    return replace(address);
                });
            } catch (RuntimeException e) {
                LOG.error("health probes cannot come from {}; is iproute2 installed?", address, e);
            }
        }
    }

    /** Of no preference, so that nothing but probes chooses it as its source, and there at once. */
    private static boolean replace(IpAddress address) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "address", "replace"));
        command.addAll(
                address.isIpv4()
                        ? List.of(address + "/32", "dev", "lo", "preferred_lft", "0")
                        : List.of(address + "/128", "dev", "lo", "preferred_lft", "0", "nodad"));
        return run(command.toArray(String[]::new));
    }

    /** A child lives in the namespace of the thread that starts it. */
    private static boolean run(String... command) throws IOException {
        Process ip = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (ip.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return true;
    }
}
