package io.turnpike.netns;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The functions of libc that entering a namespace takes. */
final class Setns {
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = libc("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = libc("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS = libc("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle IF_NAMETOINDEX = libc("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private Setns() {}

    private static MethodHandle libc(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    /** Moves the calling thread into the namespace at a path. */
    static void enter(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(CAPTURED);
            int fd = checked(
                    (int) OPEN.invokeExact(errno, arena.allocateFrom(path), O_RDONLY_CLOEXEC), "open " + path, errno);
            int entered = (int) SETNS.invokeExact(errno, fd, 0);
            checked(entered, "enter namespace " + path, errno);
            checked((int) CLOSE.invokeExact(errno, fd), "close " + path, errno);
        } catch (Throwable e) {
            throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        }
    }

    /** The index of an interface of the calling thread's namespace. */
    static int interfaceIndex(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(CAPTURED);
            int index = (int) IF_NAMETOINDEX.invokeExact(errno, arena.allocateFrom(name));
            return checked(index == 0 ? -1 : index, "interface " + name, errno);
        } catch (Throwable e) {
            throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        }
    }

    private static int checked(int result, String what, MemorySegment errno) {
        if (result < 0) {
            throw new IllegalStateException(what + " failed (errno " + (int) ERRNO.get(errno, 0L) + ")");
        }
        return result;
    }
}
