package io.turnpike.billing.audit;

import java.time.Instant;

/**
 * Who does not wait for a finding any more.
 *
 * @param by name of the key
 */
public record WriteOff(String by, Instant at, String reason) {}
