package io.turnpike.node.health;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this node knows of every target, from its own probes and from those of others. The newest result of a target
 * wins, whatever order results come in: each has a stamp that is higher than all that its node had seen of the target,
 * and not lower than the node's clock, so that a node that forgot everything is believed again.
 */
final class HealthTable {
    private static final int LOST_RESULTS = 3;
    private static final long GRACE_MILLIS = 2_000;

    private final int node;
    private final Map<ProbeTarget, Known> known = new HashMap<>();
    private final Map<Long, ProbeTarget> targets = new HashMap<>();

    /**
     * One target.
     *
     * @param key of the target
     * @param heardMillis when another node last told of it
     */
    private record Known(long key, ServerHealth health, long stamp, int source, long heardMillis) {}

    /** The table of the node of this number */
    HealthTable(int node) {
        this.node = node;
    }

    /** From now on these and no others. */
    void watch(Set<ProbeTarget> watched, long nowMillis) {
        for (ProbeTarget target : watched) {
            known.computeIfAbsent(target, added -> new Known(added.key(), ServerHealth.UNTESTED, 0, 0, nowMillis));
        }
        known.keySet().retainAll(watched);
        targets.clear();
        known.forEach((target, entry) -> targets.put(entry.key(), target));
    }

    /** Takes in an own probe; what is to be told to the others, unless the target is no longer watched. */
    Optional<HealthResult> probed(ProbeTarget target, boolean good, long nowMillis) {
        Known before = known.get(target);
        if (before == null) {
            return Optional.empty();
        }
        ServerHealth after = before.health().after(good, target.check(), nowMillis);
        long stamp = Math.max(nowMillis, before.stamp() + 1);
        known.put(target, new Known(before.key(), after, stamp, node, before.heardMillis()));
        return Optional.of(new HealthResult(
                before.key(), after.up(), after.run(), age(after.changedMillis(), nowMillis), stamp, node));
    }

    private static long age(long changedMillis, long nowMillis) {
        return changedMillis == ServerHealth.ALWAYS ? HealthResult.ALWAYS : Math.max(0, nowMillis - changedMillis);
    }

    /** Takes in what another node told. */
    void merge(HealthResult result, long nowMillis) {
        ProbeTarget target = targets.get(result.targetKey());
        if (target == null || result.node() == node) {
            return;
        }
        Known before = known.get(target);
        if (before == null || !result.isNewerThan(before.stamp(), before.source())) {
            return;
        }
        long changed = result.ageMillis() == HealthResult.ALWAYS ? ServerHealth.ALWAYS : nowMillis - result.ageMillis();
        ServerHealth health = new ServerHealth(result.up(), result.run(), changed);
        known.put(target, new Known(before.key(), health, result.stamp(), result.node(), nowMillis));
    }

    /** Of a watched target; of another one, as if it were untested. */
    ServerHealth health(ProbeTarget target) {
        Known found = known.get(target);
        return found == null ? ServerHealth.UNTESTED : found.health();
    }

    /**
     * The targets that this node has to probe: those that are its own among the living, and those of others of which
     * nothing has been heard for so long that their prober must be cut off, or not know of them.
     */
    Set<ProbeTarget> probedHere(Set<Integer> living, long nowMillis) {
        Set<Integer> nodes = new HashSet<>(living);
        nodes.add(node);
        Set<ProbeTarget> own = new HashSet<>();
        known.forEach((target, entry) -> {
            if (ProberChoice.proberOf(entry.key(), nodes) == node || isUnheardOf(target, entry, nowMillis)) {
                own.add(target);
            }
        });
        return own;
    }

    private static boolean isUnheardOf(ProbeTarget target, Known entry, long nowMillis) {
        int secondsBetween =
                Math.max(target.check().intervalSeconds(), target.check().timeoutSeconds());
        return nowMillis - entry.heardMillis() > LOST_RESULTS * (secondsBetween * 1_000L) + GRACE_MILLIS;
    }
}
