package io.turnpike.node.kernel;

import io.turnpike.collector.IntervalClock;
import io.turnpike.flow.Binding;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.Resource;
import io.turnpike.node.ffi.BpfLink;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.ffi.ProgramRun;
import io.turnpike.node.health.ServerSessions;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.SessionMaps;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.role.Role;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.session.SessionTimeouts;
import io.turnpike.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A role's programs and maps in the kernel, on a bpffs of their own, attached nowhere. Needs root. */
public final class LoadedNode implements AutoCloseable {
    private static final int SESSIONS = 1024;

    private final Path pins;
    private final BpfObject object;
    private final Role role;
    private final Cells cells;
    private final Allocator allocator;
    private final SessionSource source;

    /** Loads the role as a node that has one interface, of this index */
    public LoadedNode(Role role, int interfaceIndex) throws IOException {
        this.role = role;
        this.pins = Files.createTempDirectory("turnpike-test-bpf");
        Commands.run("mount", "-t", "bpf", "turnpike-test", pins.toString());
        this.object = load(role, pins);
        role.open(object, (face, peerEnd) -> interfaceIndex);
        SessionTable table = new SessionTable(object.map("sessions"));
        this.allocator = new Allocator(object.map("allocator"), object.map("free_slots"), table);
        IntervalClock clock = IntervalClock.system();
        allocator.initialise(1, clock.nowMillis());
        this.cells =
                new Cells(object.map("interface_cells"), object.map("resource_cells"), object.map("reported_cells"));
        this.source = new SessionSource(
                table,
                SessionMaps.index(object, table),
                allocator,
                cells,
                Map.of(),
                () -> 1,
                clock,
                SessionTimeouts.DEFAULT);
    }

    private static BpfObject load(Role role, Path pins) throws IOException {
        try {
            return new BpfObject(Elf.of(role.objectName()), pins, SessionMaps.sizes(SESSIONS));
        } catch (RuntimeException e) {
            unmount(pins);
            throw e;
        }
    }

    public LoadedNode apply(Resource... resources) {
        role.apply(new Registry(Arrays.stream(resources).collect(Collectors.toMap(Resource::id, Function.identity()))));
        return this;
    }

    public BpfObject object() {
        return object;
    }

    public ProgramRun program(String name) {
        return new ProgramRun(object, name);
    }

    /** Octets and packets of a binding's cell; reason 0 is what was forwarded. */
    public Cells.Amount cell(Resource resource, int observation, int direction, int reason) {
        Binding binding = resource.bindings().getLast();
        return cells.resources()
                .getOrDefault(
                        new Cells.Key(
                                resource.number(),
                                binding.bindingId(),
                                binding.vpcId(),
                                observation,
                                direction,
                                reason),
                        Cells.Amount.ZERO);
    }

    /** All cells between two packets, of the first interface. */
    public Cells.Cut cut() {
        return cells.cut(allocator, 1);
    }

    public Cells cells() {
        return cells;
    }

    /** Puts the role's programs on the interface, in the namespace that the action is run in. */
    public void attach(Role.Hook hook, int interfaceIndex, Consumer<Runnable> inNamespace) {
        for (Role.Attachment attachment : role.attachments(hook)) {
            int program = object.program(attachment.program());
            inNamespace.accept(() -> BpfLink.attach(
                    program, interfaceIndex, attachment.point(), pins.resolve("link_" + attachment.program())));
        }
    }

    /** The sessions by their servers. */
    public ServerSessions byServer() {
        return source.byServer();
    }

    /** What the collector would report of sessions. */
    public List<FlowRecord> sessions() {
        return source.read().records().stream()
                .filter(record -> !record.isDrop())
                .toList();
    }

    @Override
    public void close() throws IOException {
        unmount(pins);
    }

    private static void unmount(Path pins) throws IOException {
        Commands.run("umount", "-l", pins.toString());
        Files.delete(pins);
    }
}
