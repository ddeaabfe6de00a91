package io.turnpike.billing.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * Sums of months from cumulative counts. A count that was seen already, or an older one, adds nothing, so that replays,
 * duplicates and any order count once, and what a lost report had comes with the next. A new set of counters starts from
 * zero beside the old one.
 */
public final class MonthCounter {
    private final Map<CellKey, Long> counted;
    private final Map<MonthKey, Long> sums;
    private final Map<CellKey, Long> changedCells = new HashMap<>();
    private final Map<MonthKey, Long> changedSums = new HashMap<>();

    /** A counter that goes on from what was kept. */
    public MonthCounter(Map<CellKey, Long> counted, Map<MonthKey, Long> sums) {
        this.counted = new HashMap<>(counted);
        this.sums = new HashMap<>(sums);
    }

    /**
     * Adds to a month what a count rose by since it was last taken.
     *
     * @return whether it rose
     */
    public boolean take(CellKey cell, long octets, MonthKey month) {
        long before = counted.getOrDefault(cell, 0L);
        if (octets <= before) {
            return false;
        }
        counted.put(cell, octets);
        changedCells.put(cell, octets);
        changedSums.put(month, sums.merge(month, octets - before, Math::addExact));
        return true;
    }

    public long octets(MonthKey month) {
        return sums.getOrDefault(month, 0L);
    }

    /** Counts that rose since {@link #kept}. */
    public Map<CellKey, Long> changedCells() {
        return Map.copyOf(changedCells);
    }

    /** Sums that rose since {@link #kept}. */
    public Map<MonthKey, Long> changedSums() {
        return Map.copyOf(changedSums);
    }

    /** Says that the changes are safe. */
    public void kept() {
        changedCells.clear();
        changedSums.clear();
    }
}
