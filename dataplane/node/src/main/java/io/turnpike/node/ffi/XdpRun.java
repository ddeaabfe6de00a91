package io.turnpike.node.ffi;

import static io.turnpike.node.ffi.Native.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Runs a loaded XDP program as if a frame had arrived at an interface, time after time in the kernel. The program finds
 * the octets as its last run left them. Call in the network namespace of the interface.
 */
public final class XdpRun {
    /** {@code struct xdp_md}. */
    private static final int XDP_OCTETS = 24;

    private static final int XDP_DATA_END = 4;
    private static final int XDP_INGRESS_IFINDEX = 12;
    private static final int BPF_F_TEST_XDP_LIVE_FRAMES = 1 << 1;

    private final int program;
    private final int interfaceIndex;
    private final int frameOctets;

    /** @param program its descriptor */
    public XdpRun(int program, int interfaceIndex, int frameOctets) {
        this.program = program;
        this.interfaceIndex = interfaceIndex;
        this.frameOctets = frameOctets;
    }

    /** Runs the program so often, and sends nothing: nanoseconds of a run, by the kernel's count. */
    public int nanosOfRun(int times) {
        try (Arena arena = Arena.ofConfined()) {
            TestRun run = run(arena, times);
            run.run(program);
            return run.intAt("duration");
        }
    }

    /** What the program answers to one frame; nothing is sent. */
    public int verdict() {
        try (Arena arena = Arena.ofConfined()) {
            TestRun run = run(arena, 1);
            run.run(program);
            return run.intAt("retval");
        }
    }

    /** Does with each frame what the program answers: sends those of XDP_TX by the interface. */
    public void send(int frames) {
        try (Arena arena = Arena.ofConfined()) {
            run(arena, frames).with("flags", BPF_F_TEST_XDP_LIVE_FRAMES).run(program);
        }
    }

    private TestRun run(Arena arena, int times) {
        MemorySegment context = arena.allocate(XDP_OCTETS, 8);
        context.set(INT, XDP_DATA_END, frameOctets);
        context.set(INT, XDP_INGRESS_IFINDEX, interfaceIndex);
        return new TestRun(arena)
                .with("data_in", "data_size_in", arena.allocate(ValueLayout.JAVA_BYTE, frameOctets))
                .with("ctx_in", "ctx_size_in", context)
                .with("repeat", times);
    }
}
