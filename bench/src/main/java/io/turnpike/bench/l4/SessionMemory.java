package io.turnpike.bench.l4;

import io.turnpike.bench.Figure;
import io.turnpike.node.ffi.BpfObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Memory of one session: in the kernel, by its own account, of the maps that grow with the number of sessions; and on the
 * heap of the control process, once the collector has read and reported them all.
 */
final class SessionMemory {
    /** The table itself is the kernel's, and mapped into the process: it is counted once. */
    private static final List<String> MAPS = List.of("sessions", "free_slots", "session_index");

    private SessionMemory() {}

    static Figure measure(Effort effort) throws IOException {
        try (Scope scope = new Scope()) {
            Site site = Site.open(scope, "mem");
            Director director = new Director(site, effort.sessions());
            Generator generator = new Generator();
            int flows = effort.largestFlows();
            String linkAddress = site.forwarder().address(Site.FRONT);
            int face = site.forwarder().interfaceIndex(Site.FRONT);
            director.report();
            long before = heapOctets();
            long free = director.freeSlots();
            generator.packets(Packets.tcp(linkAddress, Director.TCP_PORT, Packets.SYN), flows);
            generator.test(director.object().program("director_xdp"));
            site.forwarder().call(() -> generator.run(face).nanosOfRun(flows));
            director.report();
            double heap = (double) (heapOctets() - before) / (free - director.freeSlots());
            double octets = kernelOctets(director.object()) / effort.sessions() + Math.max(0, heap);
            return new Runs(List.of(octets)).figure("session_bytes", "B");
        }
    }

    private static double kernelOctets(BpfObject object) throws IOException {
        double octets = 0;
        for (String map : MAPS) {
            octets += object.map(map).kernelOctets();
        }
        return octets;
    }

    private static long heapOctets() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
