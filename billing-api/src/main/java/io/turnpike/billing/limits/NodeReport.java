package io.turnpike.billing.limits;

import io.turnpike.flow.LiveCell;
import io.turnpike.flow.LiveUsage;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The newest word of a node.
 *
 * @param limitsVersion up to which it has all limits in its packet path
 * @param points where it has counted so far
 */
public record NodeReport(String node, Instant reportedAt, long limitsVersion, Set<ObservationPoint> points) {
    private static final Duration ALIVE = Duration.ofSeconds(10);

    public NodeReport {
        points = Set.copyOf(points);
    }

    public static NodeReport of(LiveUsage usage) {
        return new NodeReport(
                usage.node(),
                Instant.ofEpochMilli(usage.atMillis()),
                usage.limitsVersion(),
                usage.cells().stream().map(LiveCell::observationPoint).collect(Collectors.toSet()));
    }

    public boolean isAlive(Instant now) {
        return !reportedAt.isBefore(now.minus(ALIVE));
    }

    /**
     * Whether the node has a say in whether the resource's limit is applied: by its registered role; one that nobody
     * registered by where it counts; and if it has counted nothing yet, then it may be any.
     */
    public boolean enforces(LimitedResource resource, Optional<NodeRole> role) {
        return role.map(registered -> registered == resource.role())
                .orElseGet(() -> points.isEmpty() || points.contains(resource.point()));
    }
}
