package io.turnpike.node.ffi;

import static io.turnpike.node.ffi.Native.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A map that a process left pinned, perhaps one of another version.
 *
 * @param key layout of its keys as that version had it
 * @param value layout of its values
 */
public record PinnedMap(BpfMap map, MemoryLayout key, MemoryLayout value) {
    /** {@code struct bpf_map_info}. */
    private static final long INFO_OCTETS = 88;

    private static final long KEY_SIZE = 8;
    private static final long VALUE_SIZE = 12;
    private static final long MAX_ENTRIES = 16;
    private static final long BTF_ID = 64;
    private static final long KEY_TYPE = 68;
    private static final long VALUE_TYPE = 72;

    public static PinnedMap open(Path pin) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            int fd = (int) LibBpf.OBJ_GET.invokeExact(errno, arena.allocateFrom(pin.toString()));
            if (fd < 0) {
                throw new NativeException("open pinned map " + pin, Native.errno(errno));
            }
            MemorySegment info = arena.allocate(INFO_OCTETS, 8);
            MemorySegment length = arena.allocate(INT);
            length.set(INT, 0, (int) INFO_OCTETS);
            if ((int) LibBpf.OBJ_INFO.invokeExact(errno, fd, info, length) != 0) {
                throw new NativeException("ask about pinned map " + pin, Native.errno(errno));
            }
            return of(pin, fd, info);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private static PinnedMap of(Path pin, int fd, MemorySegment info) {
        BpfMap map = new BpfMap(
                pin.getFileName().toString(),
                fd,
                info.get(INT, KEY_SIZE),
                info.get(INT, VALUE_SIZE),
                info.get(INT, MAX_ENTRIES));
        try (Btf types = new Btf(info.get(INT, BTF_ID))) {
            return new PinnedMap(map, types.layout(info.get(INT, KEY_TYPE)), types.layout(info.get(INT, VALUE_TYPE)));
        }
    }
}
