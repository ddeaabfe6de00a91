package io.turnpike.standalone.lab.impair;

import io.turnpike.netns.NetworkNamespace;
import io.turnpike.netns.TapDevice;
import io.turnpike.standalone.lab.Command;
import io.turnpike.standalone.lab.Lab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An end of a link at which its frames, in both directions, are led through this process and back: what leaves by it
 * goes into one tap, what arrives into another, and what comes back out of a tap goes on where it was taken. It has to be
 * an end where no node's program sits in XDP, which would see frames before they are taken.
 */
public record LinkEnd(String host, String name) {
    private static final String PROGRAMS = "/io/turnpike/bpf/relay.bpf.o";
    private static final String FRAMES_OF_A_BURST = "10000";

    /** Impairs the link, instead of what was wrong with it before. */
    void impair(Impairment impairment) throws IOException {
        clear();
        Files.writeString(marker(), "");
        relay(sent(), impairment, 0);
        relay(received(), impairment, 1);
        // Else what arrived for this end would be taken for somebody else's when it comes back.
        run("ip", "link", "set", received(), "address", hardwareAddress());
        run("ip", "link", "set", sent(), "up");
        run("ip", "link", "set", received(), "up");
        for (String device : List.of(name, sent(), received())) {
            run("tc", "qdisc", "add", "dev", device, "clsact");
        }
        redirect();
    }

    private void relay(String tapName, Impairment impairment, int direction) throws IOException {
        try (NetworkNamespace namespace =
                new NetworkNamespace(Lab.namespace(host).toString())) {
            TapDevice tap = namespace.call(() -> TapDevice.open(tapName));
            new Relay(tap, impairment, direction).start(host + "-" + tapName);
        }
        // The kernel is not to speak by it on its own.
        run("sysctl", "-q", "-w", "net.ipv6.conf." + tapName + ".disable_ipv6=1");
        run("ip", "link", "set", tapName, "txqueuelen", FRAMES_OF_A_BURST);
    }

    private void redirect() throws IOException {
        Path programs = Files.createTempFile("relay", ".bpf.o");
        try (InputStream in = Objects.requireNonNull(LinkEnd.class.getResourceAsStream(PROGRAMS))) {
            Files.write(programs, in.readAllBytes());
            filter(sent(), "ingress", programs, "give", "egress", name);
            filter(received(), "ingress", programs, "give", "ingress", name);
            filter(name, "egress", programs, "take", "egress", sent());
            filter(name, "ingress", programs, "take", "egress", received());
        } finally {
            Files.delete(programs);
        }
    }

    private void filter(String device, String side, Path programs, String section, String way, String target)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("tc", "filter", "add", "dev", device, side, "bpf"));
        words.addAll(List.of("obj", programs.toString(), "sec", section, "flowid", "1:1"));
        words.addAll(List.of("action", "mirred", way, "redirect", "dev", target));
        run(words.toArray(String[]::new));
    }

    /** Makes the link well again, whatever was wrong with it. */
    void clear() throws IOException {
        if (!Files.exists(marker())) {
            return;
        }
        attempt("tc", "qdisc", "del", "dev", name, "clsact");
        attempt("ip", "link", "del", sent());
        attempt("ip", "link", "del", received());
        Files.delete(marker());
    }

    private Path marker() {
        return Lab.control().resolve("impaired-" + host + ":" + name);
    }

    private String sent() {
        return "ts-" + name;
    }

    private String received() {
        return "tr-" + name;
    }

    private String hardwareAddress() throws IOException {
        return run("ip", "-o", "link", "show", name).replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1");
    }

    private String run(String... words) throws IOException {
        return Command.run(Lab.inside(host, List.of(words)), "");
    }

    private void attempt(String... words) throws IOException {
        var _ = Command.attempt(Lab.inside(host, List.of(words)), "");
    }
}
