package io.turnpike.billing.limits;

import io.turnpike.billing.event.NewEvent;
import java.util.List;
import java.util.Map;

/**
 * What became of the limits; to be kept all together or not at all.
 *
 * @param limits decided or applied
 * @param exceeded quotas that were used up, by month
 */
public record Changes(List<StandingLimit> limits, Map<MonthKey, Long> exceeded, List<NewEvent> events) {
    public Changes {
        limits = List.copyOf(limits);
        exceeded = Map.copyOf(exceeded);
        events = List.copyOf(events);
    }

    public boolean isEmpty() {
        return limits.isEmpty() && exceeded.isEmpty() && events.isEmpty();
    }
}
