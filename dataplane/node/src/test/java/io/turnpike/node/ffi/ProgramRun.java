package io.turnpike.node.ffi;

import static io.turnpike.node.ffi.Native.INT;
import static io.turnpike.node.ffi.Native.LONG;
import static io.turnpike.node.ffi.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.NullMarked;

/** Hands frames to a loaded program as the kernel would, without an interface (BPF_PROG_TEST_RUN). */
@NullMarked
public final class ProgramRun implements AutoCloseable {
    private static final MethodHandle RUN =
            Native.libbpf("bpf_prog_test_run_opts", FunctionDescriptor.of(INT, INT, POINTER));
    /** {@code struct bpf_test_run_opts} of libbpf 1.x. */
    private static final int OPTIONS_OCTETS = 80;

    private static final int DATA_IN = 8;
    private static final int DATA_OCTETS = 24;
    private static final int CONTEXT_IN = 32;
    private static final int CONTEXT_OCTETS = 48;
    private static final int VERDICT = 56;
    /** {@code struct __sk_buff}. */
    private static final int SKB_OCTETS = 192;

    private static final int SKB_INTERFACE = 40;
    private static final int SKB_GSO_SEGMENT = 176;

    private final Arena arena = Arena.ofShared();
    private final int program;
    private final MemorySegment errno = Native.errnoSegment(arena);
    private final MemorySegment options = arena.allocate(OPTIONS_OCTETS, 8);
    private final MemorySegment skb = arena.allocate(SKB_OCTETS, 8);

    public ProgramRun(BpfObject object, String program) {
        this.program = object.program(program);
        options.set(LONG, 0, OPTIONS_OCTETS);
    }

    /** As a packet of tc that arrives on, or leaves by, this interface of the calling thread's namespace. */
    public ProgramRun onInterface(int index) {
        skb.set(INT, SKB_INTERFACE, index);
        return withContext();
    }

    /** As a packet of tc that will be cut into segments of this many octets. */
    public ProgramRun inSegmentsOf(int octets) {
        skb.set(INT, SKB_GSO_SEGMENT, octets);
        return withContext();
    }

    private ProgramRun withContext() {
        options.set(POINTER, CONTEXT_IN, skb);
        options.set(INT, CONTEXT_OCTETS, SKB_OCTETS);
        return this;
    }

    /** What the program answers to an Ethernet frame. */
    public int verdict(byte[] frame) {
        try (Arena data = Arena.ofConfined()) {
            options.set(POINTER, DATA_IN, data.allocateFrom(ValueLayout.JAVA_BYTE, frame));
            options.set(INT, DATA_OCTETS, frame.length);
            if ((int) RUN.invokeExact(errno, program, options) != 0) {
                throw new NativeException("run of a program", Native.errno(errno));
            }
            return options.get(INT, VERDICT);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
