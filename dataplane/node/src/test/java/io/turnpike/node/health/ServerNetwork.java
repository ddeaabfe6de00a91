package io.turnpike.node.health;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A director's namespace and one with servers, on one cable. The servers' addresses are 10.0.0.11 and 2001:db8:10::11;
 * what is sent to 10.0.0.99 and 2001:db8:10::99 gets lost.
 */
public final class ServerNetwork implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String node = "health-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet() + "n";
    private final String servers = "health-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet() + "s";
    private final List<NetworkNamespace> threads = new ArrayList<>();
    private final NetworkNamespace serverThread;

    public ServerNetwork() {
        run("", "ip", "netns", "add", node);
        run("", "ip", "netns", "add", servers);
        try {
            set(node, "net.ipv6.conf.default.accept_dad=0", "net.ipv4.ip_forward=1");
            set(servers, "net.ipv6.conf.default.accept_dad=0");
            run(
                    "", "ip", "link", "add", "eth1", "netns", node, "type", "veth", "peer", "name", "eth0", "netns",
                    servers);
            batch(
                    node,
                    "link set lo up",
                    "link set eth1 up",
                    "addr add 172.31.1.2/30 dev eth1",
                    "addr add fd00:1::2/64 dev eth1 nodad",
                    "route add 10.0.0.0/16 via 172.31.1.1",
                    "route add 2001:db8:10::/64 via fd00:1::1");
            batch(
                    servers,
                    "link set lo up",
                    "link set eth0 up",
                    "addr add 172.31.1.1/30 dev eth0",
                    "addr add fd00:1::1/64 dev eth0 nodad",
                    "addr add 10.0.0.11/32 dev lo",
                    "addr add 2001:db8:10::11/128 dev lo nodad",
                    "route add blackhole 10.0.0.99",
                    "route add blackhole 2001:db8:10::99",
                    "route add 100.64.1.0/24 via 172.31.1.2",
                    "route add fd64:1::/120 via fd00:1::2");
            serverThread = thread(servers);
        } catch (RuntimeException e) {
            delete();
            throw e;
        }
    }

    /** Whether this process may make namespaces. */
    public static boolean isPossible() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** A thread in the director's namespace. */
    public NetworkNamespace node() {
        return thread(node);
    }

    /** Runs the action where the servers are; sockets that it opens stay there. */
    public <T> T atServers(Callable<T> action) {
        return serverThread.call(action);
    }

    private NetworkNamespace thread(String namespace) {
        NetworkNamespace thread = new NetworkNamespace("/run/netns/" + namespace);
        threads.add(thread);
        return thread;
    }

    /** Detection of duplicate addresses is off: until it is over there is no address to ask for a neighbour from. */
    private static void set(String namespace, String... settings) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace, "sysctl", "-q", "-w"));
        command.addAll(List.of(settings));
        run("", command.toArray(String[]::new));
    }

    private static void batch(String namespace, String... lines) {
        run(String.join("\n", lines), "ip", "-n", namespace, "-batch", "-");
    }

    @Override
    public void close() {
        threads.forEach(NetworkNamespace::close);
        delete();
    }

    private void delete() {
        run("", "ip", "netns", "del", node);
        run("", "ip", "netns", "del", servers);
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
