package io.turnpike.proxy.http;

/**
 * What a decoder passes on in place of a message that it refuses; nothing more of the connection is read after it.
 *
 * @param status for the answer to a request: 400, 414, 431, 405 or 505
 */
public record Refusal(int status, String reason) {}
