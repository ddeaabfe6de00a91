package io.turnpike.metering.rules;

import io.turnpike.flow.TrafficPath;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One row of the rule table.
 *
 * @param applies decides on the slice alone; rows above have been asked before
 */
record Rule(
        String id,
        TrafficPath path,
        Chargeability chargeability,
        Predicate<Observation> applies,
        Function<Observation, String> reason) {

    /** Behind the reason for records whose stamps nobody wrote when the packets were forwarded. */
    static final String BY_ADDRESS = "; without a stamp, by address";

    static Rule of(
            String id, TrafficPath path, Chargeability chargeability, String reason, Predicate<Observation> applies) {
        return new Rule(id, path, chargeability, applies, observation -> reason);
    }

    Attribution attribute(Observation observation) {
        String account = "";
        String resource = "#" + observation.record().resourceNumber();
        BoundResource bound = observation.bound();
        if (bound != null && path != TrafficPath.UNATTRIBUTED) {
            account = bound.binding().account();
            resource = bound.resource().id();
        }
        return new Attribution(
                path,
                chargeability,
                id,
                reason.apply(observation) + (observation.isGivenStamps() ? BY_ADDRESS : ""),
                account,
                resource,
                observation.record().bindingId());
    }
}
