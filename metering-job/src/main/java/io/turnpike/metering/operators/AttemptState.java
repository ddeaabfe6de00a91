package io.turnpike.metering.operators;

/**
 * What an attempt leaves to the next one.
 *
 * @param epoch of the attempt
 * @param watermarkMillis event time that it had reached; minutes that were dropped by then stay dropped
 */
public record AttemptState(long epoch, long watermarkMillis) {}
