package io.turnpike.billing.webhook;

/**
 * A webhook that was just made.
 *
 * @param secret what its messages are signed with; nobody can read it again
 */
public record NewWebhook(Webhook webhook, String secret) {}
