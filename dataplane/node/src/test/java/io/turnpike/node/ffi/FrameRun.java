package io.turnpike.node.ffi;

import static io.turnpike.node.ffi.Native.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.NullMarked;

/**
 * Runs a loaded program once on one frame ({@code BPF_PROG_TEST_RUN}): what it answers, and what the frame became.
 * Nothing is sent. Call in the network namespace of the interface.
 */
@NullMarked
public final class FrameRun {
    private static final int MOST_OCTETS = 4096;
    /** The kernel sums the packet up as a device would, and fails the run if the program leaves that sum wrong. */
    private static final int BPF_F_TEST_SKB_CHECKSUM_COMPLETE = 1 << 2;

    /** {@code struct __sk_buff}: its size, and the offsets of what a run may set. */
    private static final int SKB_OCTETS = 192;

    private static final int SKB_IFINDEX = 40;
    private static final int SKB_GSO_SIZE = 176;

    /** {@code struct xdp_md}. */
    private static final int XDP_OCTETS = 24;

    private static final int XDP_DATA_END = 4;
    private static final int XDP_INGRESS_IFINDEX = 12;

    private FrameRun() {}

    /** What a program returned, and the frame as it left it. */
    public record Outcome(int verdict, ByteBuffer frame) {}

    /** Runs a tc program, by its descriptor, on a packet that the device has summed up. */
    public static Outcome tc(int program, int interfaceIndex, byte[] frame) {
        return tc(program, interfaceIndex, frame, 0, true);
    }

    /**
     * Runs a tc program.
     *
     * @param program its descriptor
     * @param gsoSize payload octets of each segment that the packet stands for; 0 if it is a single one
     * @param summed whether the device has summed the packet up; the kernel forgets the sum when the packet is cut short,
     *     but this test of it does not know that
     */
    public static Outcome tc(int program, int interfaceIndex, byte[] frame, int gsoSize, boolean summed) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment skb = arena.allocate(SKB_OCTETS, 8);
            skb.set(INT, SKB_IFINDEX, interfaceIndex);
            skb.set(INT, SKB_GSO_SIZE, gsoSize);
            return run(arena, program, skb, frame, summed ? BPF_F_TEST_SKB_CHECKSUM_COMPLETE : 0);
        }
    }

    /** Runs an XDP program, by its descriptor. */
    public static Outcome xdp(int program, int interfaceIndex, byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context = arena.allocate(XDP_OCTETS, 8);
            context.set(INT, XDP_DATA_END, frame.length);
            context.set(INT, XDP_INGRESS_IFINDEX, interfaceIndex);
            return run(arena, program, context, frame, 0);
        }
    }

    private static Outcome run(Arena arena, int program, MemorySegment context, byte[] frame, int flags) {
        MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
        MemorySegment out = arena.allocate(MOST_OCTETS);
        TestRun run = new TestRun(arena)
                .with("data_in", "data_size_in", in)
                .with("data_out", "data_size_out", out)
                .with("ctx_in", "ctx_size_in", context)
                .with("repeat", 1)
                .with("flags", flags);
        run.run(program);
        byte[] rewritten = out.asSlice(0, run.intAt("data_size_out")).toArray(ValueLayout.JAVA_BYTE);
        return new Outcome(run.intAt("retval"), ByteBuffer.wrap(rewritten));
    }
}
