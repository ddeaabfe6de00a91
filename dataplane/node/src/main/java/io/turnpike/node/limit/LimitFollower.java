package io.turnpike.node.limit;

import io.turnpike.flow.Direction;
import io.turnpike.flow.Limit;
import io.turnpike.flow.LimitCodec;
import io.turnpike.flow.Topics;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.registry.CompactedTopic;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings the topic of limits into the packet path. Until a whole snapshot was read, and while Kafka is away, the limits
 * of before stay in force: they are pinned, not ours.
 */
public final class LimitFollower implements AutoCloseable {
    private final Consumer<Map<LimitTable.Key, Long>> caps;
    private final CompactedTopic<Limit> topic;
    private volatile long appliedVersion;

    /** @param caps puts caps, in bits per second, in force before it returns */
    public LimitFollower(String bootstrapServers, Consumer<Map<LimitTable.Key, Long>> caps) {
        this.caps = caps;
        this.topic = new CompactedTopic<>(
                Topics.LIMITS, bootstrapServers, LimitCodec::decode, limits -> apply(limits.values()));
    }

    public void start() {
        topic.start();
    }

    /** The largest version up to which all limits are in force; 0 before the first snapshot. */
    public long appliedVersion() {
        return appliedVersion;
    }

    private void apply(Collection<Limit> limits) {
        caps.accept(caps(limits));
        appliedVersion = limits.stream().mapToLong(Limit::version).max().orElse(0);
    }

    /** The newest value of each resource; a direction without a rate has no entry, so it costs the packet path nothing. */
    static Map<LimitTable.Key, Long> caps(Collection<Limit> limits) {
        Map<LimitTable.Key, Long> caps = new HashMap<>();
        List<Limit> oldestFirst =
                limits.stream().sorted(Comparator.comparingLong(Limit::version)).toList();
        for (Limit limit : oldestFirst) {
            for (Direction direction : Direction.values()) {
                LimitTable.Key key = new LimitTable.Key(limit.resourceNumber(), direction);
                long bitsPerSecond = limit.bitsPerSecond(direction);
                if (bitsPerSecond == Limit.NONE) {
                    caps.remove(key);
                } else {
                    caps.put(key, bitsPerSecond);
                }
            }
        }
        return caps;
    }

    @Override
    public void close() {
        topic.close();
    }
}
