package io.turnpike.node.upgrade;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.ffi.PinnedMap;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pinned maps of another version of the packet path, which may still be counting on them, and maps of this version
 * into which their content is copied.
 */
final class OlderMaps {
    private static final String SESSIONS = "sessions";

    private final Path folder;
    private final BpfObject copy;

    /**
     * @param folder of the pins
     * @param copy maps of this version that nothing else uses, with as many slots
     */
    OlderMaps(Path folder, BpfObject copy) {
        this.folder = folder;
        this.copy = copy;
    }

    /** How many slots the session table in the folder has. */
    static int sessions(Path folder) {
        return PinnedMap.open(folder.resolve(SESSIONS)).map().maxEntries();
    }

    BpfObject copy() {
        return copy;
    }

    /** Copies sessions and counters as they are at this moment; each value for itself. */
    void refresh() {
        copyMapped(SESSIONS, FlowAbi.SESSION);
        copyMapped("allocator", FlowAbi.ALLOCATOR);
        copyEachCpu("resource_cells", FlowAbi.CELL_KEY, FlowAbi.CELL);
        copyInterfaceCells();
        copyHash("reported_cells", FlowAbi.CELL_KEY, FlowAbi.COUNTER);
    }

    /**
     * Copies what means something without sessions: which index is which listener's and server's, who stays with whom,
     * which ports rest, and what the limits are.
     */
    void inherit() {
        copyHash("resting_ports", FlowAbi.FLOW_KEY, JAVA_LONG);
        if (knowsLeases("limits")) {
            copyHash("limits", FlowAbi.LIMIT_KEY, FlowAbi.LIMIT);
        }
        if (has("listener_states")) {
            copyMapped("listener_states", FlowAbi.LISTENER_STATE);
            copyMapped("servers", FlowAbi.SERVER);
            // Counted again as the sessions are carried over.
            forgetConnections("listener_states", FlowAbi.LISTENER_STATE);
            forgetConnections("servers", FlowAbi.SERVER);
            copyHash("persistences", FlowAbi.PERSISTENCE_KEY, FlowAbi.PERSISTENCE);
            if (knowsLeases("listener_caps")) {
                copyArray("listener_caps", FlowAbi.LIMIT);
            }
        }
    }

    private boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** A limit of a version that knows less of it would be one of nothing. */
    private boolean knowsLeases(String name) {
        return open(name).value() instanceof GroupLayout limit
                && limit.memberLayouts().stream()
                        .anyMatch(member -> member.name().orElse("").equals("safe"));
    }

    private void forgetConnections(String name, StructLayout layout) {
        BpfMap map = copy.map(name);
        MemorySegment memory = map.mapped();
        long connections = layout.byteOffset(PathElement.groupElement("connections"));
        for (int i = 0; i < map.maxEntries(); i++) {
            memory.set(JAVA_INT, (long) i * map.perCpuStride() + connections, 0);
        }
    }

    /** When its counters began; 0 if they never did. */
    long countersEpoch() {
        PinnedMap from = open("allocator");
        MemorySegment old = Arena.ofAuto().allocate(from.value().byteSize(), 8);
        Struct allocator = Struct.of(FlowAbi.ALLOCATOR);
        if (from.map().get(Struct.number(0), old)) {
            new LayoutConversion(from.value(), FlowAbi.ALLOCATOR).copy(old, allocator.segment());
        }
        return allocator.longAt("counters_epoch");
    }

    private void copyHash(String name, MemoryLayout keyLayout, MemoryLayout valueLayout) {
        PinnedMap from = open(name);
        LayoutConversion keys = new LayoutConversion(from.key(), keyLayout);
        LayoutConversion values = new LayoutConversion(from.value(), valueLayout);
        MemorySegment key = Arena.ofAuto().allocate(keyLayout.byteSize(), 8);
        MemorySegment value = Arena.ofAuto().allocate(valueLayout.byteSize(), 8);
        from.map().forEach((oldKey, oldValue) -> {
            keys.copy(oldKey, key.fill((byte) 0));
            values.copy(oldValue, value.fill((byte) 0));
            // Less room in this version: what rests or persists is a comfort, and limits come again from Kafka.
            boolean ignored = copy.map(name).offer(key, value);
        });
    }

    private void copyArray(String name, StructLayout layout) {
        PinnedMap from = open(name);
        LayoutConversion values = new LayoutConversion(from.value(), layout);
        MemorySegment old = Arena.ofAuto().allocate(from.value().byteSize(), 8);
        MemorySegment value = Arena.ofAuto().allocate(layout.byteSize(), 8);
        for (int i = 0; i < Math.min(from.map().maxEntries(), copy.map(name).maxEntries()); i++) {
            if (from.map().get(Struct.number(i), old)) {
                values.copy(old, value.fill((byte) 0));
                copy.map(name).put(Struct.number(i), value);
            }
        }
    }

    private PinnedMap open(String name) {
        return PinnedMap.open(folder.resolve(name));
    }

    private void copyMapped(String name, StructLayout layout) {
        PinnedMap from = open(name);
        LayoutConversion values = new LayoutConversion(from.value(), layout);
        MemorySegment source = from.map().mapped();
        MemorySegment target = copy.map(name).mapped();
        long sourceStride = from.map().perCpuStride();
        long targetStride = copy.map(name).perCpuStride();
        int entries = Math.min(from.map().maxEntries(), copy.map(name).maxEntries());
        for (int i = 0; i < entries; i++) {
            values.copy(source.asSlice(i * sourceStride, sourceStride), target.asSlice(i * targetStride, targetStride));
        }
    }

    private void copyEachCpu(String name, StructLayout keyLayout, StructLayout valueLayout) {
        PinnedMap from = open(name);
        LayoutConversion keys = new LayoutConversion(from.key(), keyLayout);
        EachCpu values = new EachCpu(from, copy.map(name), valueLayout);
        MemorySegment key = Arena.ofAuto().allocate(keyLayout.byteSize(), 8);
        from.map().forEachPerCpu((oldKey, oldValues) -> {
            keys.copy(oldKey, key.fill((byte) 0));
            copy.map(name).putPerCpu(key, values.of(oldValues));
        });
    }

    private void copyInterfaceCells() {
        PinnedMap from = open("interface_cells");
        BpfMap to = copy.map("interface_cells");
        EachCpu values = new EachCpu(from, to, FlowAbi.CELL);
        MemorySegment old = Arena.ofAuto().allocate(from.map().perCpuOctets(), 8);
        for (int i = 0; i < Math.min(from.map().maxEntries(), to.maxEntries()); i++) {
            MemorySegment index = Struct.number(i);
            if (from.map().get(index, old)) {
                to.putPerCpu(index, values.of(old));
            }
        }
    }

    /** Values of a per-CPU map. */
    private record EachCpu(PinnedMap from, BpfMap to, StructLayout layout) {
        MemorySegment of(MemorySegment old) {
            LayoutConversion conversion = new LayoutConversion(from.value(), layout);
            MemorySegment values = Arena.ofAuto().allocate(to.perCpuOctets(), 8);
            long oldStride = from.map().perCpuStride();
            for (int cpu = 0; cpu * oldStride < old.byteSize(); cpu++) {
                conversion.copy(
                        old.asSlice(cpu * oldStride, oldStride),
                        values.asSlice((long) cpu * to.perCpuStride(), to.perCpuStride()));
            }
            return values;
        }
    }

    /** Ends these maps: with their last pin they are gone. Without the pin of the sessions nobody reads the others. */
    void remove() throws IOException {
        remove(folder);
    }

    static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(SESSIONS));
        try (DirectoryStream<Path> pins = Files.newDirectoryStream(folder)) {
            for (Path pin : pins) {
                Files.delete(pin);
            }
        }
        Files.delete(folder);
    }

    /** Whether all of it is there: a process may have died while it made the pins, or removed them. */
    static boolean isWhole(Path folder) {
        return Files.exists(folder.resolve(SESSIONS)) && Files.exists(folder.resolve("reported_cells"));
    }
}
