package io.turnpike.node.upgrade;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.collector.Collector;
import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.Spool;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.ffi.RunningPrograms;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.CarriedPlaces;
import io.turnpike.node.maps.CarriedSessions;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.RestingPorts;
import io.turnpike.node.maps.SessionImports;
import io.turnpike.node.maps.SessionIndex;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.session.SessionTimeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the maps of another version to those of this one while packets flow. First the sessions are carried over, then the
 * programs are put in the place of the others, then what came to the others meanwhile is carried over too, and what they
 * had counted is reported. A crash anywhere is mended by doing all of it again.
 */
public final class Upgrade {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);
    private static final long KEY_LISTENER = FlowAbi.PERSISTENCE_KEY.byteOffset(PathElement.groupElement("listener"));
    private static final long VALUE_SERVER = FlowAbi.PERSISTENCE.byteOffset(PathElement.groupElement("server"));

    private final List<RetiredMaps> retired;
    private final Target target;
    private final SessionTable table;
    private final SessionImports imports;

    /**
     * What the sessions are carried to.
     *
     * @param object maps of this version, to which the registry was applied
     * @param choosesServers whether it has listeners and servers
     */
    public record Target(
            String node,
            BpfObject object,
            Allocator allocator,
            boolean choosesServers,
            Map<String, Integer> interfaceCells,
            long registryVersion) {}

    /**
     * @param folders of the other versions' pins
     * @param copies makes maps of this version that nothing uses, for so many sessions
     */
    public Upgrade(List<Path> folders, IntFunction<BpfObject> copies, Target target) {
        this.retired = folders.stream()
                .map(folder -> new RetiredMaps(folder, copies.apply(RetiredMaps.sessions(folder))))
                .toList();
        this.target = target;
        this.table = new SessionTable(target.object().map("sessions"));
        BpfMap index = target.object().map("session_index");
        this.imports = new SessionImports(
                index,
                table,
                new SessionIndex(index, new RestingPorts(target.object().map("resting_ports")), table));
    }

    /** Before packets come to the new maps. */
    public void carryOver() {
        for (RetiredMaps maps : retired) {
            maps.refresh();
            CarriedPlaces places = places(maps);
            maps.copyHash(
                    "resting_ports",
                    target.object().map("resting_ports"),
                    FlowAbi.FLOW_KEY,
                    JAVA_LONG,
                    (key, until) -> true);
            if (target.choosesServers()) {
                maps.copyHash(
                        "persistences",
                        target.object().map("persistences"),
                        FlowAbi.PERSISTENCE_KEY,
                        FlowAbi.PERSISTENCE,
                        (key, value) -> isStillThere(key, value, places));
            }
            carry(maps, places);
        }
    }

    private static boolean isStillThere(MemorySegment key, MemorySegment value, CarriedPlaces places) {
        int listener = places.listener(key.get(JAVA_INT, KEY_LISTENER));
        int server = places.server(value.get(JAVA_INT, VALUE_SERVER));
        key.set(JAVA_INT, KEY_LISTENER, listener);
        value.set(JAVA_INT, VALUE_SERVER, server);
        return listener != 0 && server != 0;
    }

    private CarriedPlaces places(RetiredMaps maps) {
        if (!target.choosesServers()) {
            return CarriedPlaces.NONE;
        }
        maps.refreshPlaces();
        return CarriedPlaces.of(maps.copy(), target.object());
    }

    private void carry(RetiredMaps maps, CarriedPlaces places) {
        SessionTable from = new SessionTable(maps.copy().map("sessions"));
        int left = new CarriedSessions(from, table, target.allocator(), imports).carry(places);
        if (left > 0) {
            LOG.warn("{} sessions found no room in the new table of {} slots, and are over", left, table.slots());
        }
    }

    /** When packets come to the new maps only. */
    public void finish(Spool spool, IntervalClock clock) throws IOException {
        RunningPrograms.awaitEnd();
        for (RetiredMaps maps : retired) {
            maps.refresh();
            carry(maps, places(maps));
            report(maps, spool, clock);
        }
    }

    private void report(RetiredMaps maps, Spool spool, IntervalClock clock) throws IOException {
        BpfObject copy = maps.copy();
        SessionTable from = new SessionTable(copy.map("sessions"));
        Allocator allocator = new Allocator(copy.map("allocator"), copy.map("free_slots"), from);
        if (allocator.countersEpoch() == 0) {
            // A process of that version died before it had begun.
            maps.remove();
            return;
        }
        SessionSource source = new SessionSource(
                from,
                new SessionIndex(copy.map("session_index"), new RestingPorts(copy.map("resting_ports")), from),
                allocator,
                new Cells(copy.map("interface_cells"), copy.map("resource_cells"), copy.map("reported_cells")),
                target.interfaceCells(),
                target::registryVersion,
                clock,
                SessionTimeouts.DEFAULT);
        long end = clock.nowMillis();
        // As a process of its own: its batches are numbered from 0, and the one that goes on boots later.
        Collector collector = new Collector(target.node(), end - 1, new RetiredSource(source, maps), spool);
        collector.recover();
        collector.endLastInterval(end);
        target.allocator().reportedUntilMillis(end);
        LOG.info("the octets of another version's maps are reported, and its maps are gone");
    }

    /** Removes what a process left that died while it made or removed its maps. */
    public static void removeRemains(Path folder) {
        try {
            RetiredMaps.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the remains of maps in " + folder, e);
        }
    }

    /** Whether the folder has maps to carry over from. */
    public static boolean isWhole(Path folder) {
        return RetiredMaps.isWhole(folder);
    }
}
