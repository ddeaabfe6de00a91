package io.turnpike.node.ffi;

import static io.turnpike.node.ffi.Native.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel knows of the types in a map (BTF, as {@code Documentation/bpf/btf.rst} of the kernel describes it): so
 * that the maps of another version of the packet path can be read by the names of their members.
 */
final class Btf implements AutoCloseable {
    private static final long TYPE_OCTETS = 12;
    private static final long MEMBER_OCTETS = 12;
    private static final int MOST_NAME_OCTETS = 256;

    private static final int KIND_INT = 1;
    private static final int KIND_ARRAY = 3;
    private static final int KIND_STRUCT = 4;
    private static final int KIND_ENUM = 6;
    private static final int KIND_TYPEDEF = 8;
    private static final int KIND_VOLATILE = 9;
    private static final int KIND_CONST = 10;

    private final MemorySegment btf;

    Btf(int id) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            btf = (MemorySegment) LibBpf.BTF_BY_ID.invokeExact(errno, id);
            if (btf.address() == 0) {
                throw new NativeException("read the types of a map", Native.errno(errno));
            }
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    /** The type as a layout: members with their names, values at any alignment. */
    MemoryLayout layout(int typeId) {
        MemorySegment type = type(typeId);
        int info = type.get(INT, 4);
        int third = type.get(INT, 8);
        return switch (info >>> 24 & 0x1f) {
            case KIND_INT, KIND_ENUM -> number(third);
            case KIND_ARRAY ->
                MemoryLayout.sequenceLayout(type.get(INT, TYPE_OCTETS + 8), layout(type.get(INT, TYPE_OCTETS)));
            case KIND_STRUCT -> struct(type, info & 0xffff, third);
            case KIND_TYPEDEF, KIND_VOLATILE, KIND_CONST -> layout(third);
            default -> throw new IllegalStateException("a map has a type of kind " + (info >>> 24 & 0x1f));
        };
    }

    private static MemoryLayout number(int octets) {
        return switch (octets) {
            case 1 -> ValueLayout.JAVA_BYTE;
            case 2 -> ValueLayout.JAVA_SHORT_UNALIGNED;
            case 4 -> ValueLayout.JAVA_INT_UNALIGNED;
            case 8 -> ValueLayout.JAVA_LONG_UNALIGNED;
            default -> throw new IllegalStateException("a map has a number of " + octets + " octets");
        };
    }

    private MemoryLayout struct(MemorySegment type, int members, int octets) {
        List<MemoryLayout> parts = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < members; i++) {
            long member = TYPE_OCTETS + MEMBER_OCTETS * i;
            long offset = type.get(INT, member + 8) / Byte.SIZE;
            pad(parts, offset - at);
            MemoryLayout part = layout(type.get(INT, member + 4)).withName(name(type.get(INT, member)));
            parts.add(part);
            at = offset + part.byteSize();
        }
        pad(parts, octets - at);
        return MemoryLayout.structLayout(parts.toArray(MemoryLayout[]::new));
    }

    private static void pad(List<MemoryLayout> parts, long octets) {
        if (octets > 0) {
            parts.add(MemoryLayout.paddingLayout(octets));
        }
    }

    private MemorySegment type(int id) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = (MemorySegment) LibBpf.BTF_TYPE.invokeExact(Native.errnoSegment(arena), btf, id);
            if (type.address() == 0) {
                throw new IllegalStateException("a map has no type " + id);
            }
            int members = type.reinterpret(TYPE_OCTETS).get(INT, 4) & 0xffff;
            return type.reinterpret(TYPE_OCTETS + MEMBER_OCTETS * Math.max(1, members));
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private String name(int offset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = (MemorySegment) LibBpf.BTF_NAME.invokeExact(Native.errnoSegment(arena), btf, offset);
            return name.reinterpret(MOST_NAME_OCTETS).getString(0);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    @Override
    public void close() {
        try (Arena arena = Arena.ofConfined()) {
            LibBpf.BTF_FREE.invokeExact(Native.errnoSegment(arena), btf);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }
}
