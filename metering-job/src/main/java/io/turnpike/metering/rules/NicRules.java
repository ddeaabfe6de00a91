package io.turnpike.metering.rules;

import static io.turnpike.metering.rules.Chargeability.BY_PLAN;
import static io.turnpike.metering.rules.Chargeability.NEVER;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.TrafficPath;

/** The interface of an ECS: it sees every path, and is the billing point of one. */
final class NicRules {
    static final Rule R7 = Rule.of(
            "R7",
            TrafficPath.INTERNAL,
            NEVER,
            "peer is an SLB local address",
            observation -> isNic(observation) && observation.isLocalAddressOfNode(observation.peerAddress()));

    static final Rule R8 = Rule.of(
            "R8",
            TrafficPath.INTERNAL,
            NEVER,
            "billing point of the public address is elsewhere",
            observation -> isNic(observation) && isBilledElsewhere(observation));

    static final Rule R14 =
            Rule.of("R14", TrafficPath.INTERNAL, NEVER, "private on both ends", NicRules::isInsideOnBothEnds);

    static final Rule R6 =
            Rule.of("R6", TrafficPath.ECS, BY_PLAN, "bandwidth bought with the ECS", NicRules::isOwnBandwidth);

    private NicRules() {}

    /** Decided by the stamp where there is one, else by what the registry says of the address. */
    static boolean isBilledElsewhere(Observation observation) {
        return switch (observation.record().entry()) {
            case SLB, EIP, DNAT, SNAT, IPV6GW -> true;
            case PRIVATE, ECS -> isTranslatedElsewhere(observation);
        };
    }

    // An unbound private source leaves by the ECS's own public address first, then by an EIP, then by an SNAT entry;
    // but what leaves the interface untranslated while an EIP is bound is translated, and charged, at the border. IPv6
    // is translated nowhere, and charged at the border wherever a gateway routes it.
    private static boolean isTranslatedElsewhere(Observation observation) {
        IpAddress local = observation.localAddress();
        return observation.isInternet(observation.peerAddress())
                && observation.isInside(local)
                && (observation.isFacedAtBorder(local)
                        || (!observation.hasBandwidth() && observation.isTranslatedByNat(local)));
    }

    private static boolean isInsideOnBothEnds(Observation observation) {
        IpAddress local = observation.localAddress();
        return isNic(observation)
                && observation.isInside(observation.peerAddress())
                && (observation.isInside(local)
                        || (observation.isOwnPublicAddress(local) && !observation.hasBandwidth()));
    }

    private static boolean isOwnBandwidth(Observation observation) {
        IpAddress local = observation.localAddress();
        return isNic(observation)
                && observation.isOf(ResourceKind.ECS)
                && observation.hasBandwidth()
                && (observation.isOwnPublicAddress(local)
                        || (observation.isInside(local) && observation.isInternet(observation.peerAddress())));
    }

    private static boolean isNic(Observation observation) {
        return observation.isAt(ObservationPoint.ECS_NIC);
    }
}
