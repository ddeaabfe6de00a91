package io.turnpike.node.sync;

import io.turnpike.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;

/** A network namespace with a name of its own. */
public final class Host implements AutoCloseable {
    private final String name;
    private final NetworkNamespace thread;

    public Host(String role) {
        name = "sync-" + ProcessHandle.current().pid() + "-" + role;
        run("", "ip", "netns", "add", name);
        run(
                "",
                "ip",
                "netns",
                "exec",
                name,
                "sysctl",
                "-q",
                "-w",
                "net.ipv4.ip_forward=1",
                "net.ipv4.conf.all.rp_filter=0",
                "net.ipv4.conf.default.rp_filter=0");
        ip("link set lo up");
        thread = new NetworkNamespace(path());
    }

    public String name() {
        return name;
    }

    public String path() {
        return "/run/netns/" + name;
    }

    /** A link to the other host, with an address at each end. */
    public void link(String face, String address, Host other, String otherFace, String otherAddress) {
        ip("link add %s type veth peer name %s netns %s".formatted(face, otherFace, other.name));
        ip("link set " + face + " up", "addr add " + address + " dev " + face);
        other.ip("link set " + otherFace + " up", "addr add " + otherAddress + " dev " + otherFace);
        for (List<String> end : List.of(List.of(name, face), List.of(other.name, otherFace))) {
            run(
                    "",
                    "ip",
                    "netns",
                    "exec",
                    end.getFirst(),
                    "ethtool",
                    "-K",
                    end.getLast(),
                    "tx",
                    "off",
                    "tso",
                    "off",
                    "gso",
                    "off",
                    "gro",
                    "off");
        }
    }

    /** Segments and checksums of what it sends are left to the interface again. */
    void offload(String... faces) {
        for (String face : faces) {
            run(
                    "", "ip", "netns", "exec", name, "ethtool", "-K", face, "tx", "on", "tso", "on", "gso", "on", "gro",
                    "on");
        }
    }

    void set(String setting) {
        run("", "ip", "netns", "exec", name, "sysctl", "-q", "-w", setting);
    }

    /** The link address of an interface. */
    String linkAddress(String face) {
        byte[] address = call(() -> NetworkInterface.getByName(face).getHardwareAddress());
        return HexFormat.ofDelimiter(":").formatHex(address);
    }

    public void ip(String... lines) {
        run(String.join("\n", lines), "ip", "-n", name, "-batch", "-");
    }

    /** Runs the action on a thread inside. */
    public <T> T call(Callable<T> action) {
        return thread.call(action);
    }

    /** Starts a command inside. */
    public Process start(String... command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(List.of(command));
        try {
            return new ProcessBuilder(inside).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        thread.close();
        run("", "ip", "netns", "del", name);
    }

    public static void run(String input, String... command) {
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
