package io.turnpike.node.health;

import io.turnpike.node.health.Drains.Over;
import io.turnpike.node.health.ServerSessions.Group;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that is decided about health, without a clock, a thread or a socket. */
final class HealthCore {
    private final HealthTable table;
    private final ProbeSchedule schedule;
    private final SlowStart slowStart = new SlowStart();
    private final Drains drains = new Drains();
    private List<Watched> servers = List.of();

    /** A server of a listener, and how it is probed, if it is. */
    private record Watched(
            CheckedListener listener,
            ServerKey key,
            @Nullable ProbeTarget target) {
        static Stream<Watched> of(CheckedListener listener) {
            return listener.servers().stream()
                    .map(server -> new Watched(
                            listener,
                            listener.key(server),
                            listener.target(server).orElse(null)));
        }
    }

    /** The core of the node of this number; it has at most so many probes under way at once */
    HealthCore(int node, RandomGenerator random, int mostUnderWay) {
        this.table = new HealthTable(node);
        this.schedule = new ProbeSchedule(random, mostUnderWay);
    }

    /** The first listeners of this process: their sessions may be with servers that are gone. */
    synchronized void adopt(Collection<CheckedListener> first, Set<Group> sessions, long nowMillis) {
        drains.adopt(first, sessions, nowMillis);
    }

    synchronized void configure(Collection<CheckedListener> now, long nowMillis) {
        servers = now.stream().flatMap(Watched::of).toList();
        table.watch(now.stream().flatMap(CheckedListener::targets).collect(Collectors.toSet()), nowMillis);
        slowStart.configure(now, nowMillis);
        drains.configure(now, nowMillis);
    }

    /** The probes to start now. Each is to be told of by {@link #probed}. */
    synchronized List<ProbeTarget> due(Set<Integer> living, long nowMillis) {
        schedule.keep(table.probedHere(living, nowMillis), nowMillis);
        return schedule.start(nowMillis);
    }

    /** What came of a probe; the result is for the other nodes. */
    synchronized Optional<HealthResult> probed(ProbeTarget target, ProbeOutcome outcome, long nowMillis) {
        schedule.finished(target);
        return switch (outcome) {
            case ProbeOutcome.Good good -> table.probed(target, true, nowMillis);
            case ProbeOutcome.Bad bad -> table.probed(target, false, nowMillis);
            case ProbeOutcome.NotSent notSent -> Optional.empty();
        };
    }

    /** What another node found. */
    synchronized void merge(HealthResult result, long nowMillis) {
        table.merge(result, nowMillis);
    }

    synchronized ServerHealth health(ProbeTarget target) {
        return table.health(target);
    }

    /** Every server of every listener as it is now. */
    synchronized Map<ServerKey, ServerStatus> statuses(long nowMillis) {
        Map<ServerKey, ServerStatus> statuses = new HashMap<>();
        servers.forEach(server -> statuses.put(server.key(), status(server, nowMillis)));
        statuses.forEach((server, status) -> drains.observe(server, status.up(), nowMillis));
        return statuses;
    }

    private ServerStatus status(Watched server, long nowMillis) {
        ServerHealth health = server.target() == null ? ServerHealth.UNTESTED : table.health(server.target());
        if (!health.up()) {
            return ServerStatus.DOWN;
        }
        return new ServerStatus(
                true,
                slowStart.permille(
                        server.key(), server.listener().slowStartSeconds(), health.changedMillis(), nowMillis));
    }

    /** Servers that keep their sessions no longer. */
    synchronized List<Over> drained(long nowMillis) {
        return new ArrayList<>(drains.over(nowMillis));
    }

    synchronized Set<ServerKey> draining() {
        return drains.draining();
    }
}
