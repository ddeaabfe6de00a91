package io.turnpike.metering.rules;

import static io.turnpike.metering.rules.Chargeability.NEVER;

import io.turnpike.flow.DropReason;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.TrafficPath;

/** What must not pass, what did not pass, and what cannot be told. */
final class RefusalRules {
    /** Reason of R12 for what the packet path let through although nothing allows it: an alarm. */
    static final String FORWARDED = "FORWARDED_NO_PUBLIC_PATH";

    static final Rule R12 =
            new Rule("R12", TrafficPath.DENIED, NEVER, RefusalRules::isDenied, RefusalRules::denialReason);

    static final Rule R11 =
            new Rule("R11", TrafficPath.DROPPED, NEVER, Observation::isDropped, RefusalRules::dropReason);

    static final Rule R13 = Rule.of(
            "R13",
            TrafficPath.UNATTRIBUTED,
            NEVER,
            "resource or binding not in the registry",
            observation -> observation.bound() == null);

    /** Keeps the table total: what no row explains is an open finding, never a charge and never "explained". */
    static final Rule R13_NO_PATH =
            Rule.of("R13", TrafficPath.UNATTRIBUTED, NEVER, "no path in the registry", observation -> true);

    private RefusalRules() {}

    private static boolean isDenied(Observation observation) {
        return observation.isDropped()
                ? observation.record().dropReason() == DropReason.NO_PUBLIC_PATH
                : isForwardedWithoutPath(observation);
    }

    private static boolean isForwardedWithoutPath(Observation observation) {
        return observation.isAt(ObservationPoint.ECS_NIC)
                && observation.isOf(ResourceKind.ECS)
                && !observation.hasBandwidth()
                && !NicRules.isBilledElsewhere(observation)
                && (isOpenedTowardsInternet(observation) || isInboundToLegacyAddress(observation));
    }

    private static boolean isOpenedTowardsInternet(Observation observation) {
        return observation.openedInside() && observation.isInternet(observation.peerAddress());
    }

    private static boolean isInboundToLegacyAddress(Observation observation) {
        return !observation.openedInside()
                && observation.isOwnPublicAddress(observation.localAddress())
                && !observation.isLocalAddressOfNode(observation.peerAddress());
    }

    private static String denialReason(Observation observation) {
        return observation.isDropped() ? dropReason(observation) : FORWARDED;
    }

    private static String dropReason(Observation observation) {
        return observation.record().dropReason().name();
    }
}
