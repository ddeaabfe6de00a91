package io.turnpike.billing.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the log, newest first; older events follow where the cursor is given back. */
public record EventPage(List<Event> items, @Nullable String nextCursor) {
    public EventPage {
        items = List.copyOf(items);
    }
}
