package io.turnpike.node.health;

import java.util.Collection;
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
    private final Map<Long, Known> known = new HashMap<>();

    /**
     * One target.
     *
     * @param heardMillis when another node last told of it
     */
    private record Known(ProbeTarget target, ServerHealth health, long stamp, int source, long heardMillis) {}

    /** The table of the node of this number */
    HealthTable(int node) {
        this.node = node;
    }

    /** From now on these and no others. */
    void watch(Collection<ProbeTarget> targets, long nowMillis) {
        Set<Long> kept = new HashSet<>();
        for (ProbeTarget target : targets) {
            long key = target.key();
            kept.add(key);
            known.putIfAbsent(key, new Known(target, ServerHealth.UNTESTED, 0, 0, nowMillis));
        }
        known.keySet().retainAll(kept);
    }

    /** Takes in an own probe; what is to be told to the others, unless the target is no longer watched. */
    Optional<HealthResult> probed(ProbeTarget target, boolean good, long nowMillis) {
        Known before = known.get(target.key());
        if (before == null) {
            return Optional.empty();
        }
        ServerHealth after = before.health().after(good, target.check(), nowMillis);
        long stamp = Math.max(nowMillis, before.stamp() + 1);
        known.put(target.key(), new Known(target, after, stamp, node, before.heardMillis()));
        return Optional.of(new HealthResult(
                target.key(), after.up(), after.run(), age(after.changedMillis(), nowMillis), stamp, node));
    }

    private static long age(long changedMillis, long nowMillis) {
        return changedMillis == ServerHealth.ALWAYS ? HealthResult.ALWAYS : Math.max(0, nowMillis - changedMillis);
    }

    /** Takes in what another node told. */
    void merge(HealthResult result, long nowMillis) {
        Known before = known.get(result.targetKey());
        if (before == null || result.node() == node) {
            return;
        }
        if (!result.isNewerThan(before.stamp(), before.source())) {
            return;
        }
        long changed =
                result.ageMillis() == HealthResult.ALWAYS ? ServerHealth.ALWAYS : nowMillis - result.ageMillis();
        ServerHealth health = new ServerHealth(result.up(), result.run(), changed);
        known.put(result.targetKey(), new Known(before.target(), health, result.stamp(), result.node(), nowMillis));
    }

    /** Of a watched target; of another one, as if it were untested. */
    ServerHealth health(ProbeTarget target) {
        Known found = known.get(target.key());
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
        known.forEach((key, entry) -> {
            if (ProberChoice.proberOf(key, nodes) == node || isUnheardOf(entry, nowMillis)) {
                own.add(entry.target());
            }
        });
        return own;
    }

    private static boolean isUnheardOf(Known entry, long nowMillis) {
        int secondsBetween = Math.max(
                entry.target().check().intervalSeconds(), entry.target().check().timeoutSeconds());
        return nowMillis - entry.heardMillis() > LOST_RESULTS * secondsBetween * 1_000L + GRACE_MILLIS;
    }
}
