package io.turnpike.metering.operators;

/**
 * A batch that could not be read.
 *
 * @param value as it came
 */
@SuppressWarnings("ArrayRecordComponent") // Written and read, never compared.
public record DeadLetter(byte[] value, String reason) {}
