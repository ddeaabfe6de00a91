package io.turnpike.billing.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** An event as it is kept; its id is also that of the messages that tell of it. */
public record Event(String id, Instant at, EventType type, String resource, String account, JsonNode data) {}
