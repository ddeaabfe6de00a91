package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnpike.cli.ApiException;
import io.turnpike.standalone.lab.matrix.QuietLedger;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.Phase;
import io.turnpike.standalone.supervise.StateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The product as a user starts it, once for all tests that ask for it, and stopped after the last of them. */
@NullMarked
final class LabStack implements AutoCloseable {
    private static final Pattern HEALTH_PORT = Pattern.compile("TURNPIKE_HEALTH_PORT=([0-9]+)");

    private final Path folder;
    private final Launcher turnpike;
    /** The last one rests for a minute with the client. */
    private int nextPort = 32_000;

    private LabStack(Path folder) {
        this.folder = folder;
        this.turnpike = new Launcher(data());
    }

    /** Hands the one stack to constructors of tests. */
    static final class Provider implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == LabStack.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(LabStack.class))
                    .computeIfAbsent(LabStack.class, key -> started(), LabStack.class);
        }
    }

    /** Hands a stack of its own to the tests of one class; the shared one, if any, is stopped for it. */
    static class FreshProvider implements ParameterResolver {
        private final String[] more;

        FreshProvider() {
            this(new String[0]);
        }

        private FreshProvider(String... more) {
            this.more = more;
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == LabStack.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext.Namespace ours = ExtensionContext.Namespace.create(LabStack.class);
            LabStack shared = context.getRoot().getStore(ours).get(LabStack.class, LabStack.class);
            return context.getStore(ours).computeIfAbsent("fresh", key -> startedAfter(shared), LabStack.class);
        }

        private LabStack startedAfter(@Nullable LabStack shared) {
            if (shared != null) {
                shared.turnpike.run("down");
            }
            return started(more);
        }
    }

    /** The same, with the job and the brokers as separate processes. */
    static final class SeparateProvider extends FreshProvider {
        SeparateProvider() {
            super("--separate");
        }
    }

    private static LabStack started(String... more) {
        try {
            LabStack stack = new LabStack(Files.createTempDirectory("turnpike-lab"));
            List<String> words = new ArrayList<>(List.of("up", "--detach", "--no-traffic"));
            words.addAll(List.of(more));
            Launcher.Outcome outcome = stack.turnpike.run(words.toArray(String[]::new));
            if (outcome.exitCode() != 0) {
                stack.turnpike.run("down");
                throw new AssertionError("up: exit " + outcome.exitCode() + "\n" + outcome.out() + outcome.err());
            }
            return stack;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        turnpike.run("down");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    Launcher turnpike() {
        return turnpike;
    }

    Usage usage(String resource) {
        return new Usage(turnpike, resource);
    }

    JsonNode part(String name) {
        for (JsonNode part : turnpike.run("status", "--json").json().path("parts")) {
            if (part.path("name").asText().equals(name)) {
                return part;
            }
        }
        throw new AssertionError("no part " + name);
    }

    long pid(String name) {
        return part(name).path("pid").asLong();
    }

    /** A figure of a part's /metrics. */
    long metric(String part, String name) throws IOException {
        String text = metrics(part);
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " ([0-9]+)$").matcher(text);
        assertThat(line.find()).as("%s in %s", name, text).isTrue();
        return Long.parseLong(line.group(1));
    }

    private String metrics(String part) throws IOException {
        String environment = Files.readString(Path.of("/proc/" + pid(part) + "/environ"));
        Matcher port = HEALTH_PORT.matcher(environment);
        assertThat(port.find()).isTrue();
        return Command.run(List.of("curl", "-sS", "-f", "http://127.0.0.1:" + port.group(1) + "/metrics"), "");
    }

    static void curl(String host, String url) throws IOException {
        Command.run(Lab.inside(host, List.of("curl", "-sS", "-f", "-o", "/dev/null", "--max-time", "100", url)), "");
    }

    /** Tries for two seconds; curl's exit code. */
    static int attempt(String host, String url) throws IOException {
        return Command.attempt(Lab.inside(host, List.of("curl", "-s", "-o", "/dev/null", "--max-time", "2", url)), "")
                .exitCode();
    }

    /** Fetches and returns what a capture on client1 saw. */
    static Pcap fetch(String address, String path) throws IOException, InterruptedException {
        try (Capture capture = new Capture("client1", Topology.CLIENT, address)) {
            curl("client1", "http://" + address + path);
            return capture.finish();
        }
    }

    /** Segmentation stays on wherever nodes look; only the last hop is without, so that the capture sees the wire. */
    static void offloadsOnBeyondTheClient() throws IOException {
        Lab.offloads(true);
        for (String[] end : List.of(new String[] {"client1", "eth0"}, new String[] {"router", "client1"})) {
            Command.run(
                    Lab.inside(end[0], List.of("ethtool", "-K", end[1], "tso", "off", "gso", "off", "gro", "off")), "");
        }
    }

    /** Something that goes wrong, or on. */
    @FunctionalInterface
    interface Event {
        void happen() throws IOException;
    }

    /** Kills a part during a slow download; see {@link #requireExactOver}. */
    void requireExactOverKillOf(String name) throws IOException, InterruptedException {
        requireExactOver(() -> {
            long pid = pid(name);
            assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
            awaitUpAgain(name, pid);
        });
    }

    /**
     * Lets something happen during a slow download by director1, and requires the figures of the load balancer to grow by
     * exactly what the client saw.
     */
    void requireExactOver(Event event) throws IOException, InterruptedException {
        awaitQuietLedger();
        long out = usage("slb-web").octets("SLB", "OUT");
        long in = usage("slb-web").octets("SLB", "IN");
        int port = Spread.portTo("director1", "tcp", nextPort, Topology.VIP, 80);
        nextPort = port + 1;
        try (Capture capture = new Capture("client1", Topology.CLIENT, Topology.VIP)) {
            // 40 MiB in 20 s.
            Process download =
                    new ProcessBuilder(Download.of("/40MiB", port).limited("2M").command()).start();
            event.happen();
            String size = new String(download.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(download.waitFor()).isZero();
            assertThat(size).isEqualTo(Long.toString(40L << 20));
            Pcap seen = capture.finish();
            usage("slb-web").awaitOctets("SLB", "OUT", out + seen.receivedOctets());
            usage("slb-web").awaitOctets("SLB", "IN", in + seen.sentOctets());
        }
    }

    /** Waits until a part that was killed is up again. */
    void awaitUpAgain(String name, long killed) {
        await().atMost(Duration.ofMinutes(2)).until(() -> isUpAgain(name, killed));
    }

    /** Looks where {@code status} looks: a JVM for each look would take the processors from the one that starts. */
    private boolean isUpAgain(String name, long killed) throws IOException {
        return new StateFile(new DataDirectory(data()))
                .read().stream()
                        .flatMap(state -> state.parts().stream())
                        .filter(part -> part.name().equals(name) && part.phase() == Phase.UP)
                        .anyMatch(
                                part -> part.process() != null && part.process().pid() != killed);
    }

    /** Until what came before is in it. */
    void awaitQuietLedger() throws IOException {
        try {
            RunningLab running = Objects.requireNonNull(RunningLab.of(List.of("--data", data().toString())));
            new QuietLedger(running.api()).await();
        } catch (ApiException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Runs the matrix; it says what is wrong if it is not exact. */
    void requireMatrix() {
        Launcher.Outcome outcome = turnpike.run("lab", "matrix");
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).contains("all exact");
    }

    /** Fetches a file and requires the resource's figures to grow by exactly what the client saw, out and in. */
    void requireExact(String resource, String path, String address, String file)
            throws IOException, InterruptedException {
        long out = usage(resource).octets(path, "OUT");
        long in = usage(resource).octets(path, "IN");
        Pcap seen = fetch(address, file);
        assertThat(seen.receivedOctets()).isGreaterThan(1 << 20);
        usage(resource).awaitOctets(path, "OUT", out + seen.receivedOctets());
        usage(resource).awaitOctets(path, "IN", in + seen.sentOctets());
    }
}
