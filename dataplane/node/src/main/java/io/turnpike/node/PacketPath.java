package io.turnpike.node;

import io.turnpike.flow.Side;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.node.ffi.BpfLink;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.SessionMaps;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role;
import io.turnpike.node.upgrade.Upgrade;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The programs and maps of one node, loaded or adopted, and where they are attached. */
final class PacketPath {
    private static final String MAPS = "maps-";

    private final NodeConfig config;
    private final Role role;
    private final Path maps;
    private final BpfObject object;
    private final Map<String, NetworkNamespace> namespaces = new HashMap<>();

    PacketPath(NodeConfig config, Role role) {
        this.config = config;
        this.role = role;
        byte[] elf = elf(role.objectName());
        this.maps = config.pinFolder().resolve(MAPS + version(elf, config.sessions()));
        try {
            Files.createDirectories(maps);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + maps + ": is it on a mounted bpffs?", e);
        }
        this.object = new BpfObject(elf, maps, SessionMaps.sizes(config.sessions()));
        if (!hasBegun()) {
            Upgrade.inherit(otherVersions(), object);
        }
        role.open(object, this::interfaceIndex);
    }

    /** Whether a process has counted on these maps. */
    private boolean hasBegun() {
        Struct allocator = Struct.of(FlowAbi.ALLOCATOR);
        return object.map("allocator").get(Struct.number(0), allocator.segment())
                && allocator.longAt("counters_epoch") != 0;
    }

    /** The same for maps that can be adopted as they are. */
    private static String version(byte[] elf, int sessions) {
        String description = BpfObject.maps(elf) + FlowAbi.description() + sessions;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(description.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Folders of maps that another version left, or this one with another number of sessions. */
    List<Path> otherVersions() {
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(config.pinFolder(), MAPS + "*")) {
            folders.forEach(others::add);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for pinned maps in " + config.pinFolder(), e);
        }
        others.remove(maps);
        others.stream().filter(folder -> !Upgrade.isWhole(folder)).forEach(Upgrade::removeRemains);
        return others.stream().filter(Upgrade::isWhole).toList();
    }

    /** Maps as the node has them, for so many sessions, that no program and no pin uses. */
    BpfObject copy(int sessions) {
        return new BpfObject(elf(role.objectName()), null, SessionMaps.sizes(sessions));
    }

    BpfObject object() {
        return object;
    }

    /** Index of each interface's cells: its place in the order of names. */
    Map<String, Integer> interfaceCells() {
        Map<String, Integer> cells = new TreeMap<>();
        config.interfaces().forEach(face -> cells.put(face.name(), 0));
        int next = 0;
        for (Map.Entry<String, Integer> cell : cells.entrySet()) {
            cell.setValue(next++);
        }
        return cells;
    }

    /** From here on packets are forwarded, until the pins are removed. */
    void attach() {
        Map<String, Integer> cells = interfaceCells();
        for (NodeInterface face : config.interfaces()) {
            putInterface(face, false, cells);
            if (face.peerName() != null) {
                putInterface(face, true, cells);
            }
        }
        for (Role.Attachment attachment : role.attachments(config.hook())) {
            attach(attachment);
        }
    }

    private void putInterface(NodeInterface face, boolean peerEnd, Map<String, Integer> cells) {
        Side side = face.purpose().equals("private") ? Side.PRIVATE : Side.PUBLIC;
        object.map("interfaces")
                .put(
                        Struct.number(interfaceIndex(face, peerEnd)),
                        Struct.of(FlowAbi.INTERFACE)
                                .with("cell", Objects.requireNonNull(cells.get(face.name())))
                                .with("side", side.code())
                                .segment());
    }

    private void attach(Role.Attachment attachment) {
        NodeInterface face = attachment.nodeInterface();
        Path pin = config.pinFolder().resolve("link_" + face.name() + "_" + attachment.program());
        int program = object.program(attachment.program());
        int index = interfaceIndex(face, attachment.peerEnd());
        namespace(face, attachment.peerEnd()).call(() -> {
            BpfLink.attach(program, index, attachment.point(), pin);
            return true;
        });
    }

    private int interfaceIndex(NodeInterface face, boolean peerEnd) {
        String name = peerEnd ? Objects.requireNonNull(face.peerName()) : face.name();
        return namespace(face, peerEnd).interfaceIndex(name);
    }

    private NetworkNamespace namespace(NodeInterface face, boolean peerEnd) {
        @Nullable String path = peerEnd ? face.peerNamespace() : config.networkNamespace();
        return namespaces.computeIfAbsent(String.valueOf(path), key -> new NetworkNamespace(path));
    }

    private static byte[] elf(String name) {
        try (InputStream in = PacketPath.class.getResourceAsStream("/io/turnpike/bpf/" + name + ".bpf.o")) {
            return Objects.requireNonNull(in, "no compiled packet path for " + name)
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
