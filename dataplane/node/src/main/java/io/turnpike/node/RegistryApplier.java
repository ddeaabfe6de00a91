package io.turnpike.node;

import io.turnpike.node.health.NodeHealth;
import io.turnpike.node.metrics.BalancerMetrics;
import io.turnpike.node.role.PeerLocalAddresses;
import io.turnpike.node.role.Role;
import io.turnpike.node.session.SessionSource;
import io.turnpike.registry.Registry;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Brings the packet path to the registry: when that changes, and again when servers have come up or gone down. */
final class RegistryApplier {
    private final Role role;
    private final SessionSource source;
    private final @Nullable NodeHealth health;
    private final @Nullable PeerLocalAddresses peers;
    private final @Nullable BalancerMetrics balancers;
    private final AtomicLong appliedVersion;
    private @Nullable Registry registry;

    /**
     * One for a node whose servers are checked, or not ({@code health} is null), that has peers or not, and load
     * balancers or not; it sets the version that was applied
     */
    RegistryApplier(
            Role role,
            SessionSource source,
            @Nullable NodeHealth health,
            @Nullable PeerLocalAddresses peers,
            @Nullable BalancerMetrics balancers,
            AtomicLong appliedVersion) {
        this.role = role;
        this.source = source;
        this.health = health;
        this.peers = peers;
        this.balancers = balancers;
        this.appliedVersion = appliedVersion;
    }

    synchronized void apply(Registry changed) {
        registry = changed;
        if (health != null) {
            health.configure(changed);
        }
        role.apply(changed);
        if (peers != null) {
            peers.apply(changed);
        }
        if (balancers != null) {
            balancers.configure(changed);
        }
        source.endSessionsExcept(changed.bindingsInForce());
        appliedVersion.set(changed.version());
    }

    synchronized void applyAgain() {
        if (registry != null) {
            role.apply(registry);
        }
    }
}
