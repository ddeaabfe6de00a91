package io.turnpike.metering.rules;

import io.turnpike.flow.TrafficPath;

/**
 * The one cell of the ledger that a slice is put in, and why.
 *
 * @param ruleId the row of the rule table
 * @param reason short fixed text; for R11 and R12 the name of the drop reason
 * @param account whom it belongs to; empty where the registry does not say
 * @param resourceId the resource, or {@code #number} where the registry does not know it
 * @param bindingId the binding under which the packets were forwarded
 */
public record Attribution(
        TrafficPath path,
        Chargeability chargeability,
        String ruleId,
        String reason,
        String account,
        String resourceId,
        int bindingId) {}
