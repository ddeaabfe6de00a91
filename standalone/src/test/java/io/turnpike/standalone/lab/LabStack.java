package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The product as a user starts it, once for all tests that ask for it, and stopped after the last of them. */
@NullMarked
final class LabStack implements AutoCloseable {
    private final Path folder;
    private final Launcher turnpike;

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

    private static LabStack started() {
        try {
            LabStack stack = new LabStack(Files.createTempDirectory("turnpike-lab"));
            stack.turnpike.must("up", "--detach", "--no-traffic");
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
