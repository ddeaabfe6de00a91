package io.turnpike.billing.webhook;

import java.net.URI;

/**
 * A message that is due.
 *
 * @param eventId the same in every attempt: what a receiver knows a repetition by
 * @param attempts made so far, this one included
 */
record Message(String webhookId, String eventId, URI url, Secret secret, String body, int attempts) {}
