package io.turnpike.billing.access;

import java.time.Instant;

/** A session of the pages that is in force: who signed in, and until when. */
public record WebSession(Caller caller, Instant expiresAt) {}
