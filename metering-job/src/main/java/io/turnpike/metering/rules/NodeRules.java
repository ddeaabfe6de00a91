package io.turnpike.metering.rules;

import static io.turnpike.metering.rules.Chargeability.NEVER;

import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.TrafficPath;

/** What the nodes themselves say: asked first, since it is nobody's usage. */
final class NodeRules {
    static final Rule INFRA = Rule.of(
            "INFRA",
            TrafficPath.INTERNAL,
            NEVER,
            "the node's own traffic",
            observation -> observation.isMarked(Mark.INFRASTRUCTURE));

    static final Rule R9 = Rule.of("R9", TrafficPath.INTERNAL, NEVER, "health probe", NodeRules::isProbe);

    private NodeRules() {}

    // The mark alone would let a customer's packet pass as a probe if one node stamped wrongly, and the address alone
    // would free all that a director forwards; never at the front, where only clients are.
    private static boolean isProbe(Observation observation) {
        return observation.isMarked(Mark.PROBE)
                && !observation.isAt(ObservationPoint.SLB_FRONT)
                && (observation.isLocalAddressOfNode(
                                observation.record().source().address())
                        || observation.isLocalAddressOfNode(
                                observation.record().postNatSource().address()));
    }
}
