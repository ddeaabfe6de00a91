package io.turnpike.billing.limits;

import io.turnpike.billing.registry.Registered;
import io.turnpike.billing.registry.ResourceSpec;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.LiveCell;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceKind;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A resource as the limit loop knows it.
 *
 * @param account its owner now
 * @param accounts owners by binding: octets of a former owner's binding count against nothing of the present one
 * @param hasPublicFace whether it can be limited: an ECS that no bandwidth was bought for has nothing of its own to limit
 */
public record LimitedResource(
        String id,
        int number,
        ResourceKind kind,
        String account,
        Map<Integer, String> accounts,
        boolean hasPublicFace,
        Terms terms) {
    public LimitedResource {
        accounts = Map.copyOf(accounts);
    }

    /** A load balancer, EIP, IPv6 gateway or ECS; other kinds carry nothing of their own. */
    public static Optional<LimitedResource> of(
            Registered resource, Optional<Rates> manual, Optional<QuotaWaiver> waiver) {
        ResourceSpec spec = resource.spec();
        boolean carriesTraffic = switch (spec.kind()) {
            case SLB, EIP, IPV6GW, ECS -> true;
            case NODE, NAT, CERTIFICATE -> false;
        };
        String account = spec.account();
        if (account == null || !carriesTraffic) {
            return Optional.empty();
        }
        boolean hasPublicFace =
                spec.kind() != ResourceKind.ECS || spec.details().publicBandwidth();
        return Optional.of(new LimitedResource(
                spec.id(),
                resource.number(),
                spec.kind(),
                account,
                resource.bindings().stream().collect(Collectors.toMap(Binding::bindingId, Binding::account)),
                hasPublicFace,
                hasPublicFace ? new Terms(spec.bandwidth(), manual, waiver) : Terms.NONE));
    }

    /** Where its octets are charged and its limit is enforced. */
    public ObservationPoint point() {
        return switch (kind) {
            case SLB -> ObservationPoint.SLB_FRONT;
            case EIP, IPV6GW -> ObservationPoint.BORDER;
            case ECS -> ObservationPoint.ECS_NIC;
            case NODE, NAT, CERTIFICATE -> throw new IllegalStateException(kind + " has no limits");
        };
    }

    /** Of the nodes that enforce its limit. */
    public NodeRole role() {
        return switch (kind) {
            case SLB -> NodeRole.DIRECTOR;
            case EIP, IPV6GW -> NodeRole.BORDER;
            case ECS -> NodeRole.HOST;
            case NODE, NAT, CERTIFICATE -> throw new IllegalStateException(kind + " has no limits");
        };
    }

    /**
     * Whether its use of the month is known. The cells of an ECS have all octets of its interface, what it exchanges
     * inside of its VPC too, so they say nothing of a quota.
     */
    public boolean isCounted() {
        return kind != ResourceKind.ECS;
    }

    /** Whether the cell's octets count against the quota of the binding's owner. */
    public boolean counts(LiveCell cell) {
        return isCounted()
                && cell.observationPoint() == point()
                && cell.direction() == Direction.OUT
                && cell.dropReason() == DropReason.NONE;
    }
}
