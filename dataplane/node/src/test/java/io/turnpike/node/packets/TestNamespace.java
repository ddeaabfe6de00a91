package io.turnpike.node.packets;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/** A network namespace of one test, with links that lead nowhere: its routes and neighbours are all that is asked for. */
@NullMarked
public final class TestNamespace implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String name = "packets-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();
    private final NetworkNamespace thread;

    /** Makes it, with these links, and runs the lines, commands of {@code ip}, in it */
    public TestNamespace(List<String> links, List<String> lines) {
        run("", "ip", "netns", "add", name);
        try {
            List<String> batch = new ArrayList<>(List.of("link set lo up"));
            for (String link : links) {
                batch.add("link add " + link + " type veth peer name far-" + link);
                batch.add("link set " + link + " up");
                batch.add("link set far-" + link + " up");
            }
            set("net.ipv6.conf.default.accept_dad=0", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
            run(String.join("\n", batch), "ip", "-n", name, "-batch", "-");
            run(String.join("\n", lines), "ip", "-n", name, "-batch", "-");
            thread = new NetworkNamespace("/run/netns/" + name);
        } catch (RuntimeException e) {
            run("", "ip", "netns", "del", name);
            throw e;
        }
    }

    static final String ROUTER_MAC = "02:00:00:00:00:01";
    static final String FABRIC_MAC = "02:00:00:00:00:02";

    /** The Internet by {@code eth0}, private addresses by {@code eth1}; both are there. */
    static TestNamespace betweenInternetAndFabric() {
        return new TestNamespace(
                List.of("eth0", "eth1"),
                List.of(
                        "addr add 192.0.2.2/30 dev eth0",
                        "addr add 172.31.1.2/30 dev eth1",
                        "route add default via 192.0.2.1",
                        "route add 10.0.0.0/8 via 172.31.1.1",
                        "addr add 2001:db8:f:1::2/64 dev eth0 nodad",
                        "addr add fd00:1::2/64 dev eth1 nodad",
                        "route add default via 2001:db8:f:1::1",
                        "route add 2001:db8:10::/64 via fd00:1::1",
                        "neigh add 192.0.2.1 lladdr " + ROUTER_MAC + " dev eth0 nud permanent",
                        "neigh add 2001:db8:f:1::1 lladdr " + ROUTER_MAC + " dev eth0 nud permanent",
                        "neigh add 172.31.1.1 lladdr " + FABRIC_MAC + " dev eth1 nud permanent",
                        "neigh add fd00:1::1 lladdr " + FABRIC_MAC + " dev eth1 nud permanent"));
    }

    private void set(String... settings) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name, "sysctl", "-q", "-w"));
        command.addAll(List.of(settings));
        run("", command.toArray(String[]::new));
    }

    /** Whether this process may make namespaces and load programs. */
    public static boolean isPossible() {
        return "root".equals(System.getProperty("user.name")) && Files.isWritable(Path.of("/run"));
    }

    /** A thread of its own in the namespace. */
    public NetworkNamespace another() {
        return new NetworkNamespace("/run/netns/" + name);
    }

    int index(String link) {
        return thread.interfaceIndex(link);
    }

    /** Runs the action on a thread of the namespace. */
    public <T> T call(Callable<T> action) {
        return thread.call(action);
    }

    @Override
    public void close() {
        thread.close();
        run("", "ip", "netns", "del", name);
    }

    private static void run(String input, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
