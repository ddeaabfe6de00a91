package io.turnpike.node.kernel;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of one test that forwards IPv4, with one interface that leads nowhere. Needs root. */
public final class TestNamespace implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String INTERFACE = "d0";
    private static final String NOWHERE = "d1";

    private final String name;
    private final NetworkNamespace namespace;

    public TestNamespace() throws IOException {
        name = "tptest" + ProcessHandle.current().pid() + "x" + NEXT.incrementAndGet();
        Commands.run("ip", "netns", "add", name);
        try {
            ip("link", "add", INTERFACE, "type", "veth", "peer", "name", NOWHERE);
            ip("link", "set", INTERFACE, "up");
            ip("link", "set", NOWHERE, "up");
            Commands.run("ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv4.ip_forward=1");
            namespace = new NetworkNamespace("/run/netns/" + name);
        } catch (IOException | RuntimeException e) {
            Commands.run("ip", "netns", "del", name);
            throw e;
        }
    }

    /** A host that is reached by the interface. */
    public TestNamespace neighbour(String address) throws IOException {
        ip("route", "add", address, "dev", INTERFACE);
        ip("neigh", "add", address, "lladdr", "02:00:00:00:00:01", "dev", INTERFACE, "nud", "permanent");
        return this;
    }

    public int interfaceIndex() {
        return namespace.interfaceIndex(INTERFACE);
    }

    /** Runs the action on a thread inside. */
    public <T> T call(Callable<T> action) {
        return namespace.call(action);
    }

    private void ip(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 3];
        command[0] = "ip";
        command[1] = "-n";
        command[2] = name;
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        Commands.run(command);
    }

    @Override
    public void close() throws IOException {
        namespace.close();
        Commands.run("ip", "netns", "del", name);
    }
}
