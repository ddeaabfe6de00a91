package io.turnpike.metering.operators;

/**
 * What one batch adds to one key in one minute.
 *
 * @param minuteMillis start of the minute, UTC
 * @param registryVersion as applied when it was attributed
 * @param node with boot epoch and sequence, the batch
 */
public record UsageDelta(
        UsageKey key,
        long minuteMillis,
        long octets,
        long packets,
        long registryVersion,
        String node,
        long bootEpoch,
        long sequence) {}
