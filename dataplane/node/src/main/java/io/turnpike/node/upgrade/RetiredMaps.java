package io.turnpike.node.upgrade;

import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.ffi.PinnedMap;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiPredicate;

/**
 * The pinned maps of another version of the packet path, which may still be counting on them, and a copy of their
 * content in maps of this version.
 */
final class RetiredMaps {
    private static final String SESSIONS = "sessions";

    private final Path folder;
    private final BpfObject copy;

    /**
     * @param folder of the pins
     * @param copy maps of this version that nothing else uses, with as many slots
     */
    RetiredMaps(Path folder, BpfObject copy) {
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
        copyHash("reported_cells", copy.map("reported_cells"), FlowAbi.CELL_KEY, FlowAbi.COUNTER, (key, value) -> true);
    }

    /** Copies the running states of listeners and servers, which tell what their indexes mean. */
    void refreshPlaces() {
        copyMapped("listener_states", FlowAbi.LISTENER_STATE);
        copyMapped("servers", FlowAbi.SERVER);
    }

    /**
     * Copies a hash map.
     *
     * @param adjust changes key and value, and says whether they are to be copied at all
     */
    void copyHash(
            String name,
            BpfMap into,
            MemoryLayout keyLayout,
            MemoryLayout valueLayout,
            BiPredicate<MemorySegment, MemorySegment> adjust) {
        PinnedMap from = open(name);
        LayoutConversion keys = new LayoutConversion(from.key(), keyLayout);
        LayoutConversion values = new LayoutConversion(from.value(), valueLayout);
        MemorySegment key = Arena.ofAuto().allocate(keyLayout.byteSize(), 8);
        MemorySegment value = Arena.ofAuto().allocate(valueLayout.byteSize(), 8);
        from.map().forEach((oldKey, oldValue) -> {
            keys.copy(oldKey, key.fill((byte) 0));
            values.copy(oldValue, value.fill((byte) 0));
            if (adjust.test(key, value)) {
                // A map of this version that has less room: what rests or persists is a comfort, and goes first.
                boolean ignored = into.offer(key, value);
            }
        });
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
