package io.turnpike.billing.limits;

import io.turnpike.billing.event.EventType;
import io.turnpike.billing.event.NewEvent;
import io.turnpike.flow.Limit;
import io.turnpike.flow.LimitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told of a limit. */
final class LimitEvents {
    private LimitEvents() {}

    /**
     * A limit that gives way to a weaker one was lifted, and the weaker one, if it is one, is applied.
     *
     * @param before what the nodes had until now
     */
    static List<NewEvent> applied(LimitedResource resource, StandingLimit limit, Rates before, Instant at) {
        List<NewEvent> events = new ArrayList<>();
        LimitReason reason = limit.rates().reason();
        if (reason.code() < before.reason().code()) {
            events.add(event(EventType.LIMIT_LIFTED, resource, limit, before, at));
        }
        if (reason != LimitReason.NONE) {
            events.add(event(EventType.LIMIT_APPLIED, resource, limit, limit.rates(), at));
        }
        return events;
    }

    private static NewEvent event(
            EventType type, LimitedResource resource, StandingLimit limit, Rates rates, Instant at) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("reason", rates.reason().name());
        data.put("outBitsPerSecond", shown(rates.outBitsPerSecond()));
        data.put("inBitsPerSecond", shown(rates.inBitsPerSecond()));
        data.put("version", limit.version());
        data.put("decidedAt", limit.since().toString());
        return new NewEvent(type, at, resource.id(), resource.account(), data);
    }

    private static @Nullable Long shown(long bitsPerSecond) {
        return bitsPerSecond == Limit.NONE ? null : bitsPerSecond;
    }

    static NewEvent exceeded(LimitedResource resource, MonthUse use, long quota, Instant at) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("month", use.month().toString());
        data.put("quotaOctetsPerMonth", quota);
        data.put("usedOctets", use.octets());
        data.put("overQuotaBitsPerSecond", resource.terms().bandwidth().overQuotaBitsPerSecond());
        return new NewEvent(EventType.QUOTA_EXCEEDED, at, resource.id(), resource.account(), data);
    }
}
