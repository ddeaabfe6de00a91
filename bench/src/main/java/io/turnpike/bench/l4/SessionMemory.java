package io.turnpike.bench.l4;

import io.turnpike.bench.Figure;
import io.turnpike.node.ffi.BpfObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Memory of one session: in the kernel, by its own account, of the maps that grow with the number of sessions; and on the
 * heap of the control process, once the collector has read and reported them all.
 */
final class SessionMemory {
    /** The table itself is the kernel's, and mapped into the process: it is counted once. */
    private static final List<String> MAPS = List.of("sessions", "free_slots", "session_index", "resting_ports");

    private static final int COLLECTIONS = 5;

    private final Director director;
    private final Generator generator = new Generator();
    private final Host host;

    private SessionMemory(Scope scope, Effort effort) throws IOException {
        Site site = Site.open(scope, "mem");
        director = new Director(site, effort.sessions());
        host = site.forwarder();
    }

    static Figure measure(Effort effort) throws IOException {
        try (Scope scope = new Scope()) {
            SessionMemory memory = new SessionMemory(scope, effort);
            double octets = kernelOctets(memory.director.object()) / effort.sessions()
                    + memory.heapOctets(effort.largestFlows());
            return new Runs(List.of(octets)).figure("session_bytes", "B");
        }
    }

    /** What half of the sessions add to the heap when the other half is there already, and all classes are loaded. */
    private double heapOctets(int flows) throws IOException {
        open(flows / 2);
        long before = heapOctets();
        long free = director.freeSlots();
        open(flows);
        long opened = free - director.freeSlots();
        if (opened == 0) {
            throw new IOException("no session was opened");
        }
        return Math.max(0, (double) (heapOctets() - before) / opened);
    }

    private void open(int flows) throws IOException {
        generator.packets(Packets.tcp(host.address(Site.FRONT), Director.TCP_PORT, Packets.SYN), flows);
        generator.test(director.object().program("director_xdp"));
        int face = host.interfaceIndex(Site.FRONT);
        host.call(() -> generator.run(face).nanosOfRun(flows));
        director.report();
    }

    private static double kernelOctets(BpfObject object) throws IOException {
        double octets = 0;
        for (String map : MAPS) {
            octets += object.map(map).kernelOctets();
        }
        return octets;
    }

    /** The least of several collections, since the first may leave what only a finished thread or cleaner lets go. */
    private static long heapOctets() {
        return LongStream.range(0, COLLECTIONS)
                .map(collection -> {
                    ManagementFactory.getMemoryMXBean().gc();
                    return ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed();
                })
                .min()
                .orElseThrow();
    }
}
