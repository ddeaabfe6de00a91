package io.turnpike.node.health;

import io.turnpike.flow.Endpoint;
import io.turnpike.node.health.Drains.Over;
import io.turnpike.node.health.ServerSessions.Group;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** All that is decided about health, without a clock, a thread or a socket. */
final class HealthCore {
    private final HealthTable table;
    private final ProbeSchedule schedule;
    private final SlowStart slowStart = new SlowStart();
    private final Drains drains = new Drains();
    private List<CheckedListener> listeners = List.of();

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
        listeners = List.copyOf(now);
        table.watch(targets(), nowMillis);
        slowStart.configure(listeners, nowMillis);
        drains.configure(listeners, nowMillis);
    }

    private Set<ProbeTarget> targets() {
        Set<ProbeTarget> targets = new LinkedHashSet<>();
        listeners.forEach(listener -> listener.targets().forEach(targets::add));
        return targets;
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
        for (CheckedListener listener : listeners) {
            for (Endpoint server : listener.servers()) {
                statuses.put(listener.key(server), status(listener, server, nowMillis));
            }
        }
        statuses.forEach((server, status) -> drains.observe(server, status.up(), nowMillis));
        return statuses;
    }

    private ServerStatus status(CheckedListener listener, Endpoint server, long nowMillis) {
        ServerHealth health = listener.target(server).map(table::health).orElse(ServerHealth.UNTESTED);
        if (!health.up()) {
            return ServerStatus.DOWN;
        }
        return new ServerStatus(
                true,
                slowStart.permille(
                        listener.key(server), listener.slowStartSeconds(), health.changedMillis(), nowMillis));
    }

    /** Servers that keep their sessions no longer. */
    synchronized List<Over> drained(long nowMillis) {
        return new ArrayList<>(drains.over(nowMillis));
    }

    synchronized Set<ServerKey> draining() {
        return drains.draining();
    }
}
