package io.turnpike.node.ffi;

import org.jspecify.annotations.NullMarked;

/** A loaded program that frames are handed to, as often as it takes. */
@NullMarked
public final class ProgramRun {
    private static final int LOOPBACK = 1;

    private final int program;
    private final boolean xdp;
    private int interfaceIndex = LOOPBACK;
    private int segmentOctets;

    public ProgramRun(BpfObject object, String program) {
        this.program = object.program(program);
        this.xdp = program.endsWith("_xdp");
    }

    /** As a packet that arrives on, or leaves by, this interface of the calling thread's namespace. */
    public ProgramRun onInterface(int index) {
        interfaceIndex = index;
        return this;
    }

    /** As a packet of tc that will be cut into segments of this many octets. */
    public ProgramRun inSegmentsOf(int octets) {
        segmentOctets = octets;
        return this;
    }

    /** What the program answers to an Ethernet frame. */
    public int verdict(byte[] frame) {
        FrameRun.Outcome outcome = xdp
                ? FrameRun.xdp(program, interfaceIndex, frame)
                : FrameRun.tc(program, interfaceIndex, frame, segmentOctets, false);
        return outcome.verdict();
    }
}
