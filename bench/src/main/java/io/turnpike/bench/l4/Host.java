package io.turnpike.bench.l4;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A network namespace of this process, which goes with it. Needs root. */
final class Host implements AutoCloseable {
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final String PREFIX = "tpbench-";
    private static final long END_SECONDS = 5;
    private static final long START_NANOS = 10_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 10_000_000;

    private final String name;
    private final NetworkNamespace thread;
    private final List<Process> processes = new ArrayList<>();

    Host(String role) throws IOException {
        name = PREFIX + ProcessHandle.current().pid() + "-" + role;
        Command.run(List.of("ip", "netns", "add", name));
        thread = new NetworkNamespace(NAMESPACES.resolve(name).toString());
        run(
                "sysctl",
                "-qw",
                "net.ipv4.ip_forward=1",
                "net.ipv4.conf.all.rp_filter=0",
                "net.ipv4.conf.default.rp_filter=0",
                "net.ipv4.ip_local_port_range=1024 65535",
                "net.ipv6.conf.all.disable_ipv6=1");
        ip("link set lo up");
    }

    /** Removes the namespaces of benches that were killed. */
    static void removeLeftOvers() throws IOException {
        if (!Files.isDirectory(NAMESPACES)) {
            return;
        }
        List<String> names;
        try (Stream<Path> files = Files.list(NAMESPACES)) {
            names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(Host::isLeftOver)
                    .toList();
        }
        for (String name : names) {
            Command.run(List.of("ip", "netns", "del", name));
        }
    }

    private static boolean isLeftOver(String name) {
        String[] parts = name.split("-", -1);
        return name.startsWith(PREFIX)
                && parts.length == 3
                && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty();
    }

    /** A link to the other host, with an address of a /24 at each end; each end knows the other for good. */
    void link(String face, String address, Host other, String otherFace, String otherAddress) throws IOException {
        ip("link add %s type veth peer name %s netns %s".formatted(face, otherFace, other.name));
        ip("addr add " + address + "/24 dev " + face, "link set " + face + " up");
        other.ip("addr add " + otherAddress + "/24 dev " + otherFace, "link set " + otherFace + " up");
        introduce(face, otherAddress, other.address(otherFace));
        other.introduce(otherFace, address, address(face));
    }

    /** The link address of an interface. */
    String address(String face) throws IOException {
        return run("cat", "/sys/class/net/" + face + "/address").strip();
    }

    private void introduce(String face, String neighbour, String linkAddress) throws IOException {
        ip("neigh replace " + neighbour + " lladdr " + linkAddress + " dev " + face + " nud permanent");
    }

    void ip(String... lines) throws IOException {
        Command.run(List.of("ip", "-n", name, "-batch", "-"), String.join("\n", lines));
    }

    /** Runs a command inside. */
    String run(String... command) throws IOException {
        return Command.run(inside(command));
    }

    /** Runs a command inside with an input of its own. */
    String run(List<String> command, String input) throws IOException {
        return Command.run(inside(command.toArray(String[]::new)), input);
    }

    /** Starts a command inside that runs until the host is closed. */
    void start(String... command) throws IOException {
        processes.add(new ProcessBuilder(inside(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Waits until a process inside listens on a TCP port. */
    void awaitListener(int port) throws IOException {
        long deadline = System.nanoTime() + START_NANOS;
        while (!call(() -> isListening(port))) {
            if (System.nanoTime() > deadline) {
                throw new IOException("nobody listens on port " + port + " of " + name);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean isListening(int port) throws IOException {
        String listener = ":%04X 00000000:0000 0A".formatted(port);
        // Of the calling thread's namespace.
        return Files.readString(Path.of("/proc/thread-self/net/tcp")).contains(listener);
    }

    private List<String> inside(String... command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(List.of(command));
        return inside;
    }

    /** Runs the action on a thread inside. */
    <T> T call(Callable<T> action) {
        return thread.call(action);
    }

    int interfaceIndex(String face) {
        return thread.interfaceIndex(face);
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Host::end);
        thread.close();
        Command.run(List.of("ip", "netns", "del", name));
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
