package io.turnpike.billing.usage;

import io.turnpike.flow.TrafficPath;

/**
 * Octets that no bill shows, and why.
 *
 * @param account empty where they could not be attributed to any
 * @param resource of UNATTRIBUTED only: the number that the packet path knows it by
 */
public record UnbilledItem(
        String account, String resource, TrafficPath path, String rule, String reason, long octets, long packets) {}
