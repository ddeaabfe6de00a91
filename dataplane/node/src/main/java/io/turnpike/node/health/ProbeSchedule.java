package io.turnpike.node.health;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * When which target is probed. The first probe comes at a random instant of the interval and the others a tenth of it
 * around their time, so that probes neither come in bursts nor keep step with those of other nodes. A target has one
 * probe under way at most.
 */
final class ProbeSchedule {
    private static final double JITTER = 0.1;

    private final RandomGenerator random;
    private final int mostUnderWay;
    private final Map<ProbeTarget, Long> dueMillis = new HashMap<>();
    private final Set<ProbeTarget> underWay = new HashSet<>();

    /** A schedule that has at most so many probes under way at once; those that are due wait */
    ProbeSchedule(RandomGenerator random, int mostUnderWay) {
        this.random = random;
        this.mostUnderWay = mostUnderWay;
    }

    /** From now on these and no others. */
    void keep(Set<ProbeTarget> targets, long nowMillis) {
        dueMillis.keySet().retainAll(targets);
        for (ProbeTarget target : targets) {
            dueMillis.computeIfAbsent(
                    target, added -> nowMillis + (long) (random.nextDouble() * intervalMillis(added)));
        }
    }

    /** Those whose probe has to start now, the longest overdue first. They are under way until {@link #finished}. */
    List<ProbeTarget> start(long nowMillis) {
        List<ProbeTarget> started = dueMillis.entrySet().stream()
                .filter(entry -> entry.getValue() <= nowMillis && !underWay.contains(entry.getKey()))
                .sorted(Comparator.comparing(Map.Entry::getValue))
                .limit(Math.max(0, mostUnderWay - underWay.size()))
                .map(Map.Entry::getKey)
                .toList();
        for (ProbeTarget target : started) {
            underWay.add(target);
            dueMillis.put(target, nowMillis + jittered(intervalMillis(target)));
        }
        return started;
    }

    void finished(ProbeTarget target) {
        underWay.remove(target);
    }

    private static long intervalMillis(ProbeTarget target) {
        return target.check().intervalSeconds() * 1_000L;
    }

    private long jittered(long millis) {
        return (long) (millis * (1 - JITTER + 2 * JITTER * random.nextDouble()));
    }
}
