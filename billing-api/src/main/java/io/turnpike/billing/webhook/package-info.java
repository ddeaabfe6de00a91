/** Webhooks (Standard Webhooks): who wants to be told of events, and telling them, signed, at least once. */
@NullMarked
package io.turnpike.billing.webhook;

import org.jspecify.annotations.NullMarked;
