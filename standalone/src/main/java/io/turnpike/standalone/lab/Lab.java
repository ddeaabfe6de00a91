package io.turnpike.standalone.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Builds the lab and takes it away. It belongs to the data folder that made it. One lab of a name a machine: who wants
 * two gives the second another name in the variable {@value #NAME_VARIABLE}.
 */
public final class Lab {
    static final String NAME_VARIABLE = "TURNPIKE_LAB";
    private static final String NAME = name();
    private static final String PREFIX = NAME + "-";
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Path RUN = Path.of("/run/turnpike-lab-" + NAME);
    private static final Path OWNER = RUN.resolve("owner");
    private static final Path HOOK = RUN.resolve("hook");
    private static final Path CONTROL = RUN.resolve("control");
    private static final Path PAUSE = RUN.resolve("traffic-paused-by");

    /**
     * Next hops of a flow are chosen by a hash of addresses, protocol and ports (0x37), which is the same for both of its
     * directions, and the same on every host of the same seed that forwards it (what a host sends itself is hashed in
     * another way); those behind a dead link are passed over at once. Kernels before 6.11 have no such setting, and one
     * seed for all.
     */
    private static final List<String> SPREADING = Stream.of("ipv4", "ipv6")
            .flatMap(family -> Stream.of(
                    "net." + family + ".fib_multipath_hash_policy=3",
                    "net." + family + ".fib_multipath_hash_fields=55",
                    "net.ipv4.fib_multipath_hash_seed=64500",
                    "net." + family + ".conf.all.ignore_routes_with_linkdown=1"))
            .toList();

    private final Path dataFolder;

    /** Where the nodes' programs sit. */
    public enum Hook {
        /** On the virtual interfaces as they are, offloads and all. */
        TC,
        /** Native XDP, which on virtual interfaces needs whole checksums, single segments, and GRO where it redirects to. */
        XDP
    }

    private static String name() {
        String name = System.getenv().getOrDefault(NAME_VARIABLE, "tp");
        if (!name.matches("[a-z][a-z0-9]{0,7}")) {
            throw new IllegalArgumentException(
                    NAME_VARIABLE + " '" + name + "' is not 1 to 8 of a-z and 0-9, with a letter first");
        }
        return name;
    }

    /** The variable that makes a process of the lab find it. */
    static Map<String, String> environment() {
        return Map.of(NAME_VARIABLE, NAME);
    }

    /** What the names of all its namespaces begin with. */
    static String prefix() {
        return PREFIX;
    }

    public Lab(Path dataFolder) {
        this.dataFolder = dataFolder.toAbsolutePath();
    }

    /** Where the packet path's maps and links are pinned. */
    public static Path pins() {
        return RUN.resolve("bpf");
    }

    /** For sockets and signs of life of what runs in the lab; in memory. */
    public static Path control() {
        return CONTROL;
    }

    public static Path namespace(String host) {
        return NAMESPACES.resolve(PREFIX + host);
    }

    /** Whether this process may build a lab: root, on a machine that lets it. */
    public static boolean isPossible() {
        return "root".equals(System.getProperty("user.name")) && Files.isWritable(Path.of("/run"));
    }

    /** Whether a whole lab of this data folder stands. */
    public boolean isUp() throws IOException {
        return isOurs() && Topology.HOSTS.stream().allMatch(host -> Files.exists(namespace(host)));
    }

    private boolean isOurs() throws IOException {
        return Files.exists(OWNER) && Files.readString(OWNER).equals(dataFolder.toString());
    }

    /**
     * Builds what is not there. A lab that stands is left as it is, with all that flows through it.
     *
     * @throws IOException if another data folder has a lab, or the system refuses
     */
    public void up(Hook hook) throws IOException {
        if (isUp()) {
            return;
        }
        if (Files.exists(OWNER) && !isOurs()) {
            throw new IOException("there is a lab already, made by " + Files.readString(OWNER)
                    + "; stop it with: turnpike down --data " + Files.readString(OWNER));
        }
        down();
        Files.createDirectories(pins());
        Files.createDirectories(CONTROL);
        Files.writeString(OWNER, dataFolder.toString());
        Files.writeString(HOOK, hook.name());
        Command.run(List.of("mount", "-t", "bpf", "turnpike", pins().toString()), "");
        for (String host : Topology.HOSTS) {
            Command.run(List.of("ip", "netns", "add", PREFIX + host), "");
            prepare(host);
        }
        for (Topology.Link link : Topology.LINKS) {
            connect(link);
        }
        for (String host : Topology.HOSTS) {
            ip(host, Topology.configuration(host));
        }
        if (hook == Hook.XDP) {
            features("tx", "off", "tso", "off", "gso", "off", "gro", "on");
        }
    }

    /** Removes every namespace, pin and mount of the lab; whatever is missing already is no error. */
    public void down() throws IOException {
        if (Files.exists(OWNER) && !isOurs()) {
            return;
        }
        for (String host : Topology.HOSTS) {
            if (Files.exists(namespace(host))) {
                Command.run(List.of("ip", "netns", "del", PREFIX + host), "");
            }
        }
        while (isMounted()) {
            Command.run(List.of("umount", pins().toString()), "");
        }
        Files.deleteIfExists(pins());
        Files.deleteIfExists(HOOK);
        Files.deleteIfExists(PAUSE);
        deleteControl();
        Files.deleteIfExists(OWNER);
        Files.deleteIfExists(RUN);
    }

    private static void deleteControl() throws IOException {
        if (Files.exists(CONTROL)) {
            try (Stream<Path> files = Files.walk(CONTROL)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isMounted() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .anyMatch(line -> line.split(" ", 3)[1].equals(pins().toString()));
    }

    private static void prepare(String host) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "net.ipv6.conf.all.accept_dad=0",
                "net.ipv6.conf.default.accept_dad=0",
                "net.ipv6.conf.all.keep_addr_on_down=1",
                "net.ipv6.conf.default.keep_addr_on_down=1",
                "net.ipv6.conf.all.accept_ra=0",
                "net.ipv6.conf.default.accept_ra=0",
                "net.ipv4.conf.all.send_redirects=0",
                "net.ipv4.conf.default.send_redirects=0",
                "net.ipv4.conf.all.rp_filter=0",
                "net.ipv4.conf.default.rp_filter=0"));
        if (Topology.forwards(host)) {
            settings.add("net.ipv4.ip_forward=1");
            settings.add("net.ipv6.conf.all.forwarding=1");
        }
        if (Topology.spreads(host)) {
            settings.addAll(SPREADING);
        }
        List<String> command = new ArrayList<>(List.of("sysctl", "-q", "-e", "-w"));
        command.addAll(settings);
        Command.run(inside(host, command), "");
        ip(host, List.of("link set lo up"));
    }

    private static void connect(Topology.Link link) throws IOException {
        ip(
                link.host(),
                List.of("link add %s index %d type veth peer name %s index %d netns %s"
                        .formatted(
                                link.name(),
                                link.index(),
                                link.peerName(),
                                link.index() + 1,
                                PREFIX + link.peerHost())));
        ip(link.host(), List.of("link set " + link.name() + " up"));
        ip(link.peerHost(), List.of("link set " + link.peerName() + " up"));
    }

    private static void ip(String host, List<String> lines) throws IOException {
        Command.run(List.of("ip", "-n", PREFIX + host, "-batch", "-"), String.join("\n", lines) + "\n");
    }

    /** The command as it runs on a host: only the network is another, the file system is ours. */
    public static List<String> inside(String host, List<String> command) {
        if (!Topology.HOSTS.contains(host)) {
            throw new IllegalArgumentException(
                    "no lab host '" + host + "'; there are " + String.join(", ", Topology.HOSTS));
        }
        List<String> whole = new ArrayList<>(List.of("nsenter", "--net=" + namespace(host)));
        whole.addAll(command);
        return whole;
    }

    /** Pulls every cable of a host, or puts them in again: it sees no carrier, and keeps its addresses and routes. */
    static void plug(String host, boolean in) throws IOException {
        for (Topology.Link link : Topology.LINKS) {
            if (link.nearHost().equals(host)) {
                ip(link.farHost(), List.of("link set " + link.farName() + (in ? " up" : " down")));
            }
        }
    }

    /** The lab's own traffic rests from now on, as long as this process lives or until {@link #resumeTraffic}. */
    public static void pauseTraffic() throws IOException {
        Files.writeString(PAUSE, Long.toString(ProcessHandle.current().pid()));
    }

    public static void resumeTraffic() throws IOException {
        Files.deleteIfExists(PAUSE);
    }

    static boolean isTrafficPaused() {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(PAUSE))).isPresent();
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /**
     * Makes client and ECS see each segment as it was on the wire. Where the nodes sit in XDP segmentation is off
     * already, and receive offload must stay on where they redirect to, which is not at these ends.
     */
    public static void showSegmentsToCaptures() throws IOException {
        if (Files.readString(HOOK).equals(Hook.TC.name())) {
            offloads(false);
            return;
        }
        for (Topology.Link link : Topology.LINKS) {
            if (link.host().startsWith("client") || link.host().startsWith("ecs")) {
                featuresOf(link.host(), link.name(), "gro", "off");
            }
        }
    }

    /** Switches segmentation and checksum offloads of every link on or off. */
    public static void offloads(boolean on) throws IOException {
        String value = on ? "on" : "off";
        features("tx", value, "tso", value, "gso", value, "gro", value);
    }

    /** Sets features of every interface, as names and values of {@code ethtool -K}. */
    private static void features(String... settings) throws IOException {
        for (Topology.Link link : Topology.LINKS) {
            featuresOf(link.host(), link.name(), settings);
            featuresOf(link.peerHost(), link.peerName(), settings);
        }
    }

    private static void featuresOf(String host, String name, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of("ethtool", "-K", name));
        command.addAll(List.of(settings));
        Command.run(inside(host, command), "");
    }
}
