package io.turnpike.billing.usage;

/**
 * What was looked at: all octets that an interface of a node counted in one direction, and what became of them. The
 * interface {@code records} stands for the cells of all resources, and accounted for is what is in records.
 *
 * @param differenceOctets counted and not accounted for; of {@code records} also what was counted just after the last look
 *     at the sessions, so zero is to be expected only while nothing passes
 */
public record AuditTotal(
        String node,
        String interfaceName,
        String direction,
        long countedOctets,
        long countedPackets,
        long accountedOctets,
        long accountedPackets,
        long differenceOctets,
        long sessionOctets,
        long droppedOctets,
        long answeredOctets,
        long nodeOctets,
        long linkOctets,
        long handedOverOctets,
        long unmeteredOctets) {}
