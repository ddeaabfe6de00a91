package io.turnpike.billing.limits;

import io.turnpike.billing.event.NewEvent;
import io.turnpike.flow.LiveCell;
import io.turnpike.flow.LiveUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From what nodes report to limits and back to their acknowledgement. It knows no time, no topic and no table: whoever
 * runs it feeds it, keeps its changes, and makes a new one from what was kept if that fails.
 */
public final class LimitLoop {
    private final MonthCounter counter;
    private final Map<MonthKey, Long> exceeded;
    private final Map<String, StandingLimit> limits = new HashMap<>();
    private final Map<String, NodeReport> reports = new HashMap<>();
    private final Map<String, StandingLimit> changedLimits = new LinkedHashMap<>();
    private final Map<MonthKey, Long> changedExceeded = new HashMap<>();
    private final List<NewEvent> events = new ArrayList<>();
    private Catalogue catalogue = Catalogue.EMPTY;
    private long version;

    public LimitLoop(Snapshot kept) {
        counter = new MonthCounter(kept.counted(), kept.octets());
        exceeded = new HashMap<>(kept.exceeded());
        kept.limits().forEach(limit -> limits.put(limit.resourceId(), limit));
        kept.reports().forEach(report -> reports.put(report.node(), report));
        version = kept.version();
    }

    /** From now on the registry says this. */
    public void know(Catalogue registry) {
        catalogue = registry;
    }

    /**
     * Counts what a node reports. Cells of a binding that the catalogue does not have yet are left for the node's next
     * report, which has all of their octets too.
     *
     * @param now a report from the future counts as one from now
     */
    public void take(LiveUsage usage, Instant now) {
        NodeReport report = NodeReport.of(usage);
        // A node's reports come in order; in a replay old ones come first, and the newest comes last again.
        reports.put(usage.node(), report);
        Instant at = report.reportedAt().isAfter(now) ? now : report.reportedAt();
        for (LiveCell cell : usage.cells()) {
            LimitedResource resource = catalogue.resource(cell.resourceNumber());
            String account = resource == null ? null : resource.accounts().get(cell.bindingId());
            if (resource != null && account != null && resource.counts(cell)) {
                CellKey key = new CellKey(usage.node(), usage.countersEpoch(), cell.resourceNumber(), cell.bindingId());
                count(key, cell.octets(), resource, catalogue.month(resource.number(), account, at), at);
            }
        }
    }

    private void count(CellKey cell, long octets, LimitedResource resource, MonthKey month, Instant at) {
        if (counter.take(cell, octets, month) && month.account().equals(resource.account())) {
            noteExceeded(resource, month, at);
        }
    }

    private void noteExceeded(LimitedResource resource, MonthKey month, Instant at) {
        Long quota = resource.terms().bandwidth().quotaOctetsPerMonth();
        long octets = counter.octets(month);
        if (quota != null && resource.terms().isUsedUp(octets) && !quota.equals(exceeded.get(month))) {
            exceeded.put(month, quota);
            changedExceeded.put(month, quota);
            events.add(LimitEvents.exceeded(resource, new MonthUse(month.month(), octets), quota, at));
        }
    }

    /** Decides all limits anew, and looks which of them the nodes have by now. */
    public void decide(Instant now) {
        for (LimitedResource resource : catalogue.resources().values()) {
            MonthKey month = catalogue.month(resource, now);
            noteExceeded(resource, month, now);
            Rates wanted = resource.terms().decide(new MonthUse(month.month(), counter.octets(month)));
            StandingLimit standing = limits.get(resource.id());
            if (standing == null ? !wanted.equals(Rates.UNLIMITED) : !wanted.equals(standing.rates())) {
                decide(resource, wanted, standing == null ? Rates.UNLIMITED : standing.applied(), now);
            } else if (standing != null && !standing.isApplied() && isWithAllNodes(resource, standing, now)) {
                events.addAll(LimitEvents.applied(resource, standing, standing.applied(), now));
                change(standing.asApplied());
            }
        }
    }

    private void decide(LimitedResource resource, Rates wanted, Rates applied, Instant now) {
        version++;
        change(new StandingLimit(resource.id(), resource.number(), version, wanted, now, false, applied));
    }

    private void change(StandingLimit limit) {
        limits.put(limit.resourceId(), limit);
        changedLimits.put(limit.resourceId(), limit);
    }

    /** Nobody alive who could have it is no reason to believe that somebody has. */
    private boolean isWithAllNodes(LimitedResource resource, StandingLimit limit, Instant now) {
        List<NodeReport> asked = reports.values().stream()
                .filter(report -> report.isAlive(now) && report.enforces(resource, catalogue.role(report.node())))
                .toList();
        return !asked.isEmpty() && asked.stream().allMatch(report -> report.limitsVersion() >= limit.version());
    }

    public Changes changes() {
        return new Changes(List.copyOf(changedLimits.values()), changedExceeded, events);
    }

    public MonthCounter counter() {
        return counter;
    }

    public List<NodeReport> reports() {
        return List.copyOf(reports.values());
    }

    /** Of the newest limit that was decided. */
    public long version() {
        return version;
    }

    /** The newest limit of a resource, if it ever had one. */
    public Optional<StandingLimit> limit(String resourceId) {
        return Optional.ofNullable(limits.get(resourceId));
    }

    /** Says that all changes are safe. */
    public void kept() {
        counter.kept();
        changedLimits.clear();
        changedExceeded.clear();
        events.clear();
    }
}
