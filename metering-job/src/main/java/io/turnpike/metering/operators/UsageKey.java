package io.turnpike.metering.operators;

import io.turnpike.flow.Direction;
import io.turnpike.metering.rules.Attribution;

/**
 * What usage is summed by, within a minute. Text rather than constants, since the hash of a constant differs from
 * process to process, and the key decides where state lives.
 */
public record UsageKey(
        String account,
        String resource,
        int bindingId,
        String path,
        String direction,
        String rule,
        String reason,
        String chargeability) {

    static UsageKey of(Attribution attribution, Direction direction) {
        return new UsageKey(
                attribution.account(),
                attribution.resourceId(),
                attribution.bindingId(),
                attribution.path().name(),
                direction.name(),
                attribution.ruleId(),
                attribution.reason(),
                attribution.chargeability().name());
    }

    /** Tells keys apart, and is the same in every process. */
    public String partitionKey() {
        return String.join("\u0000", account, resource, Integer.toString(bindingId), path, direction, rule, reason);
    }
}
