package io.turnpike.metering.rules;

import static io.turnpike.metering.rules.Chargeability.ALWAYS;
import static io.turnpike.metering.rules.Chargeability.BY_PLAN;
import static io.turnpike.metering.rules.Chargeability.NEVER;

import io.turnpike.flow.Direction;
import io.turnpike.flow.Entry;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.TrafficPath;

/** Load balancers, and the border: where public addresses have their face, and their billing point. */
final class PublicFaceRules {
    static final Rule R3 = Rule.of(
            "R3", TrafficPath.INTERNAL, NEVER, "inside the load balancer", PublicFaceRules::isInsideLoadBalancer);

    static final Rule R1 = new Rule(
            "R1",
            TrafficPath.SLB,
            ALWAYS,
            observation -> isFront(observation, Direction.OUT),
            observation -> observation.record().flowId() == 0 ? "R10: reply made by the SLB" : "SLB egress");

    static final Rule R2 =
            Rule.of("R2", TrafficPath.SLB, BY_PLAN, "SLB ingress", observation -> isFront(observation, Direction.IN));

    static final Rule R4 = Rule.of(
            "R4",
            TrafficPath.EIP,
            BY_PLAN,
            "EIP bound 1:1",
            observation ->
                    isBorder(observation) && observation.entered(Entry.EIP) && observation.isOf(ResourceKind.EIP));

    static final Rule R5 = Rule.of(
            "R5",
            TrafficPath.NAT,
            BY_PLAN,
            "SNAT or DNAT entry of the EIP",
            observation -> isBorder(observation)
                    && (observation.entered(Entry.SNAT) || observation.entered(Entry.DNAT))
                    && observation.isOf(ResourceKind.EIP));

    static final Rule R15 = Rule.of(
            "R15",
            TrafficPath.IPV6GW,
            BY_PLAN,
            "routed public IPv6",
            observation -> isBorder(observation)
                    && observation.entered(Entry.IPV6GW)
                    && observation.isOf(ResourceKind.IPV6GW));

    private PublicFaceRules() {}

    private static boolean isInsideLoadBalancer(Observation observation) {
        return observation.isAt(ObservationPoint.SLB_BACK)
                || observation.isAt(ObservationPoint.L7)
                || (observation.isAt(ObservationPoint.SLB_FRONT) && hasPrivateVip(observation));
    }

    private static boolean hasPrivateVip(Observation observation) {
        BoundResource bound = observation.bound();
        if (bound == null) {
            return false;
        }
        IpAddress vip = bound.binding().publicAddress();
        return vip == null || AddressRanges.isPrivate(vip);
    }

    private static boolean isFront(Observation observation, Direction direction) {
        return observation.isAt(ObservationPoint.SLB_FRONT)
                && observation.isOf(ResourceKind.SLB)
                && observation.slice().direction() == direction;
    }

    private static boolean isBorder(Observation observation) {
        return observation.isAt(ObservationPoint.BORDER);
    }
}
