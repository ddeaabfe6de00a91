package io.turnpike.billing.limits;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** All that the loop remembers beside the registry. */
public record Snapshot(
        Map<CellKey, Long> counted,
        Map<MonthKey, Long> octets,
        Map<MonthKey, Long> exceeded,
        Collection<StandingLimit> limits,
        Collection<NodeReport> reports,
        long version) {
    public static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), Map.of(), List.of(), List.of(), 0);
}
