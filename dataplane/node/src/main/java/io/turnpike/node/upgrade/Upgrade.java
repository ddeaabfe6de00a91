package io.turnpike.node.upgrade;

import io.turnpike.collector.Collector;
import io.turnpike.collector.IntervalClock;
import io.turnpike.collector.Spool;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.ffi.RunningPrograms;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.CarriedSessions;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.ConnectionCounts;
import io.turnpike.node.maps.SessionIndex;
import io.turnpike.node.maps.SessionMaps;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.session.SessionSource;
import io.turnpike.node.session.SessionTimeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
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

    private final List<OlderMaps> retired;
    private final Target target;
    private final SessionTable table;
    private final SessionIndex index;

    /**
     * What the sessions are carried to.
     *
     * @param object maps of this version, to which the registry was applied
     * @param connections told of every session that is carried over
     */
    public record Target(
            String node,
            BpfObject object,
            Allocator allocator,
            ConnectionCounts connections,
            Map<String, Integer> interfaceCells,
            long registryVersion) {}

    /**
     * @param folders of the other versions' pins
     * @param copies makes maps of this version that nothing uses, for so many sessions
     */
    public Upgrade(List<Path> folders, IntFunction<BpfObject> copies, Target target) {
        this.retired = folders.stream()
                .map(folder -> new OlderMaps(folder, copies.apply(OlderMaps.sessions(folder))))
                .toList();
        this.target = target;
        this.table = new SessionTable(target.object().map("sessions"));
        this.index = SessionMaps.index(target.object(), table);
    }

    /** Before packets come to the new maps. */
    public void carryOver() {
        for (OlderMaps maps : retired) {
            maps.refresh();
            carry(maps);
        }
    }

    private void carry(OlderMaps maps) {
        SessionTable from = new SessionTable(maps.copy().map("sessions"));
        int left = new CarriedSessions(from, table, target.allocator(), index).carry(target.connections());
        if (left > 0) {
            LOG.warn("{} sessions found no room in the new table of {} slots, and are over", left, table.slots());
        }
    }

    /** When packets come to the new maps only. */
    public void finish(Spool spool, IntervalClock clock) throws IOException {
        RunningPrograms.awaitEnd();
        for (OlderMaps maps : retired) {
            maps.refresh();
            carry(maps);
            report(maps, spool, clock);
        }
    }

    private void report(OlderMaps maps, Spool spool, IntervalClock clock) throws IOException {
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
                SessionMaps.index(copy, from),
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

    /**
     * Before anything is read from new maps: gives them what another version's have that is not of a session. A process
     * then adopts it as it would after a restart.
     */
    public static void inherit(List<Path> folders, BpfObject object) {
        folders.stream()
                .map(folder -> new OlderMaps(folder, object))
                .filter(maps -> maps.countersEpoch() != 0)
                .max(Comparator.comparingLong(OlderMaps::countersEpoch))
                .ifPresent(OlderMaps::inherit);
    }

    /** Removes what a process left that died while it made or removed its maps. */
    public static void removeRemains(Path folder) {
        try {
            OlderMaps.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the remains of maps in " + folder, e);
        }
    }

    /** Whether the folder has maps to carry over from. */
    public static boolean isWhole(Path folder) {
        return OlderMaps.isWhole(folder);
    }
}
