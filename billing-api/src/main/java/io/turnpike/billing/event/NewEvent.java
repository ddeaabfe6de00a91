package io.turnpike.billing.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a resource.
 *
 * @param account whom it is told to
 * @param data by name, in the order in which it is shown; texts and numbers
 */
public record NewEvent(
        EventType type, Instant at, String resource, String account, Map<String, @Nullable Object> data) {
    public NewEvent {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
}
