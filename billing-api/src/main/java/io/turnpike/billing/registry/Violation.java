package io.turnpike.billing.registry;

/**
 * One thing that is wrong with a declaration.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) into the declaration
 */
public record Violation(String pointer, String detail) {}
