package io.turnpike.node.ffi;

import static io.turnpike.node.ffi.Native.INT;
import static io.turnpike.node.ffi.Native.LONG;
import static io.turnpike.node.ffi.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** One call of {@code BPF_PROG_TEST_RUN}: its options, and what it leaves in them. */
final class TestRun {
    private static final MethodHandle RUN =
            Native.libbpf("bpf_prog_test_run_opts", FunctionDescriptor.of(INT, INT, POINTER));

    /** {@code struct bpf_test_run_opts}. */
    private static final StructLayout OPTIONS = MemoryLayout.structLayout(
            LONG.withName("sz"),
            POINTER.withName("data_in"),
            POINTER.withName("data_out"),
            INT.withName("data_size_in"),
            INT.withName("data_size_out"),
            POINTER.withName("ctx_in"),
            POINTER.withName("ctx_out"),
            INT.withName("ctx_size_in"),
            INT.withName("ctx_size_out"),
            INT.withName("retval"),
            INT.withName("repeat"),
            INT.withName("duration"),
            INT.withName("flags"),
            INT.withName("cpu"),
            INT.withName("batch_size"));

    private final Arena arena;
    private final MemorySegment options;

    TestRun(Arena arena) {
        this.arena = arena;
        this.options = arena.allocate(OPTIONS);
        options.set(LONG, at("sz"), OPTIONS.byteSize());
    }

    TestRun with(String member, int value) {
        options.set(INT, at(member), value);
        return this;
    }

    /** A buffer and the size of it. */
    TestRun with(String member, String size, MemorySegment buffer) {
        options.set(POINTER, at(member), buffer);
        return with(size, (int) buffer.byteSize());
    }

    int intAt(String member) {
        return options.get(INT, at(member));
    }

    /** Runs the program of this descriptor. */
    void run(int program) {
        try {
            MemorySegment errno = Native.errnoSegment(arena);
            if ((int) RUN.invokeExact(errno, program, options) != 0) {
                throw new NativeException("test run of a program", Native.errno(errno));
            }
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private static long at(String member) {
        return OPTIONS.byteOffset(PathElement.groupElement(member));
    }
}
