package io.turnpike.node.ffi;

import static io.turnpike.node.ffi.Native.INT;
import static io.turnpike.node.ffi.Native.LONG;
import static io.turnpike.node.ffi.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The few functions of libc that Java has no API for. */
final class LibC {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;

    private static final MethodHandle CLOSE = Native.libc("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle MMAP =
            Native.libc("mmap", FunctionDescriptor.of(POINTER, POINTER, LONG, INT, INT, INT, LONG));

    /** On x86-64. */
    private static final long SYS_MEMBARRIER = 324;
    /** Waits as long as the kernel waits for its own readers (RCU), and programs are such. */
    private static final long MEMBARRIER_CMD_GLOBAL = 1;

    private static final MethodHandle SYSCALL = Native.libc(
            "syscall", FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG), Linker.Option.firstVariadicArg(1));

    private LibC() {}

    static void awaitReaders() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            long result = (long) SYSCALL.invokeExact(errno, SYS_MEMBARRIER, MEMBARRIER_CMD_GLOBAL, 0L, 0L);
            checked((int) result, "membarrier", errno);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    static void close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            checked((int) CLOSE.invokeExact(errno, fd), "close", errno);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    /** Maps {@code octets} of a file for reading and writing, for the life of the process. */
    static MemorySegment map(int fd, long octets) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            MemorySegment address = (MemorySegment)
                    MMAP.invokeExact(errno, MemorySegment.NULL, octets, PROT_READ_WRITE, MAP_SHARED, fd, 0L);
            if (address.address() == -1L) {
                throw new NativeException("map " + octets + " octets", Native.errno(errno));
            }
            return address.reinterpret(octets);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private static int checked(int result, String what, MemorySegment errno) {
        if (result < 0) {
            throw new NativeException(what, Native.errno(errno));
        }
        return result;
    }
}
