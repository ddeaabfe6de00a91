package io.turnpike.bench.l4;

import io.turnpike.node.ffi.BpfLink;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.ffi.XdpRun;
import io.turnpike.node.maps.Struct;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/**
 * Packets of a number of flows in turn. They are made by a program in the kernel, and leave by the client's interface as if
 * a driver had sent them; a sink at another interface counts those that arrive there.
 */
final class Generator {
    /** Prime, and greater than each number of flows but the largest. */
    private static final int STRIDE = 7919;

    private static final int FRAME_OFFSET = 8;

    private final BpfObject object;

    Generator() throws IOException {
        object = Programs.load("bench", Map.of());
    }

    /** From now on the packets are these. */
    void packets(byte[] firstFrame, int flows) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frame = arena.allocate(FRAME_OFFSET + 64L, 8);
            frame.set(ValueLayout.JAVA_INT, 0, flows);
            frame.set(ValueLayout.JAVA_INT, 4, STRIDE % flows);
            MemorySegment.copy(firstFrame, 0, frame, ValueLayout.JAVA_BYTE, FRAME_OFFSET, firstFrame.length);
            object.map("bench_frame").put(Struct.number(0), frame);
        }
    }

    /**
     * Sends so many packets by the client's interface; returns when they are processed, or in another thread's queue. Call
     * on the client.
     */
    void sendFromHere(int face, int packets) {
        new XdpRun(object.program("bench_generate"), face, Packets.FRAME_OCTETS).send(packets);
    }

    /** Counts and drops what arrives at the interface, before the host sees it. */
    void sinkAt(Scope scope, Host host, String face) {
        int index = host.interfaceIndex(face);
        int program = object.program("bench_sink");
        scope.add(host.call(() -> BpfLink.attach(program, index, BpfLink.Point.XDP)));
    }

    /** Packets that came to the sinks so far. */
    long arrived() {
        BpfMap packets = object.map("bench_packets");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment perCpu = arena.allocate(packets.perCpuOctets(), 8);
            packets.get(Struct.number(0), perCpu);
            long sum = 0;
            for (long at = 0; at < perCpu.byteSize(); at += packets.perCpuStride()) {
                sum += perCpu.get(ValueLayout.JAVA_LONG, at);
            }
            return sum;
        }
    }

    /** A program that makes the next packet and hands it to the one under test, if there is one. */
    XdpRun run(int interfaceIndex) {
        return new XdpRun(object.program("bench_run"), interfaceIndex, Packets.FRAME_OCTETS);
    }

    /** A program that does nothing but send the packet back. */
    XdpRun empty(int interfaceIndex) {
        return new XdpRun(object.program("bench_empty"), interfaceIndex, Packets.FRAME_OCTETS);
    }

    /** Puts a program under test. */
    void test(int program) {
        object.map("bench_subject").put(Struct.number(0), Struct.number(program));
    }

    void testNothing() {
        object.map("bench_subject").remove(Struct.number(0));
    }
}
