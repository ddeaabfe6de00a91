package io.turnpike.node.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled object, loaded with its maps pinned under one folder. Maps that are pinned there already are adopted with
 * all that is in them, so that sessions and counters outlive the process.
 */
public final class BpfObject {
    private final MemorySegment object;
    private final Map<String, BpfMap> maps = new HashMap<>();

    /**
     * @param elf the object file
     * @param pinFolder a folder of a mounted bpffs; null to pin nothing: all goes with the process
     * @param maxEntries sizes that differ from the object's own
     */
    public BpfObject(byte[] elf, @Nullable Path pinFolder, Map<String, Integer> maxEntries) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            object = open(arena, errno, elf);
            prepareMaps(arena, errno, pinFolder, maxEntries);
            if ((int) LibBpf.OBJECT_LOAD.invokeExact(errno, object) != 0) {
                throw new NativeException("load BPF object (see the log of libbpf above)", Native.errno(errno));
            }
            collectMaps(errno);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    /** The maps that a compiled object asks for, one a line: name, sizes of key and value, most entries. */
    public static List<String> maps(byte[] elf) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            MemorySegment opened = open(arena, errno, elf);
            List<String> maps = new ArrayList<>();
            MemorySegment map = (MemorySegment) LibBpf.OBJECT_NEXT_MAP.invokeExact(errno, opened, MemorySegment.NULL);
            while (map.address() != 0) {
                maps.add(name(errno, map) + " " + (int) LibBpf.MAP_KEY_SIZE.invokeExact(errno, map) + " "
                        + (int) LibBpf.MAP_VALUE_SIZE.invokeExact(errno, map) + " "
                        + (int) LibBpf.MAP_MAX_ENTRIES.invokeExact(errno, map));
                map = (MemorySegment) LibBpf.OBJECT_NEXT_MAP.invokeExact(errno, opened, map);
            }
            LibBpf.OBJECT_CLOSE.invokeExact(errno, opened);
            return maps;
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private static MemorySegment open(Arena arena, MemorySegment errno, byte[] elf) throws Throwable {
        MemorySegment bytes = arena.allocate(elf.length, 8);
        MemorySegment.copy(elf, 0, bytes, ValueLayout.JAVA_BYTE, 0, elf.length);
        MemorySegment opened =
                (MemorySegment) LibBpf.OBJECT_OPEN_MEM.invokeExact(errno, bytes, (long) elf.length, MemorySegment.NULL);
        if (opened.address() == 0) {
            throw new NativeException("open BPF object", Native.errno(errno));
        }
        return opened;
    }

    public BpfMap map(String name) {
        BpfMap map = maps.get(name);
        if (map == null) {
            throw new IllegalArgumentException("no map " + name);
        }
        return map;
    }

    /** Descriptor of a loaded program. */
    public int program(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            MemorySegment program =
                    (MemorySegment) LibBpf.OBJECT_FIND_PROGRAM.invokeExact(errno, object, arena.allocateFrom(name));
            if (program.address() == 0) {
                throw new IllegalArgumentException("no program " + name);
            }
            return (int) LibBpf.PROGRAM_FD.invokeExact(errno, program);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private void prepareMaps(
            Arena arena, MemorySegment errno, @Nullable Path pinFolder, Map<String, Integer> maxEntries)
            throws Throwable {
        MemorySegment map = nextMap(errno, MemorySegment.NULL);
        while (map.address() != 0) {
            String name = name(errno, map);
            if (!name.startsWith(".")) {
                Integer size = maxEntries.get(name);
                if (size != null) {
                    check((int) LibBpf.MAP_SET_MAX_ENTRIES.invokeExact(errno, map, (int) size), "size of " + name);
                }
                if (pinFolder != null) {
                    MemorySegment path =
                            arena.allocateFrom(pinFolder.resolve(name).toString());
                    check((int) LibBpf.MAP_SET_PIN_PATH.invokeExact(errno, map, path), "pin path of " + name);
                }
            }
            map = nextMap(errno, map);
        }
    }

    private void collectMaps(MemorySegment errno) throws Throwable {
        MemorySegment map = nextMap(errno, MemorySegment.NULL);
        while (map.address() != 0) {
            String name = name(errno, map);
            int fd = (int) LibBpf.MAP_FD.invokeExact(errno, map);
            int keyOctets = (int) LibBpf.MAP_KEY_SIZE.invokeExact(errno, map);
            int valueOctets = (int) LibBpf.MAP_VALUE_SIZE.invokeExact(errno, map);
            int entries = (int) LibBpf.MAP_MAX_ENTRIES.invokeExact(errno, map);
            maps.put(name, new BpfMap(name, fd, keyOctets, valueOctets, entries));
            map = nextMap(errno, map);
        }
    }

    private MemorySegment nextMap(MemorySegment errno, MemorySegment previous) throws Throwable {
        return (MemorySegment) LibBpf.OBJECT_NEXT_MAP.invokeExact(errno, object, previous);
    }

    private static String name(MemorySegment errno, MemorySegment map) throws Throwable {
        MemorySegment name = (MemorySegment) LibBpf.MAP_NAME.invokeExact(errno, map);
        return name.reinterpret(256).getString(0);
    }

    private static void check(int result, String what) {
        if (result < 0) {
            throw new NativeException(what, -result);
        }
    }
}
