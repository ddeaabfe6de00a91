package io.turnpike.billing.usage;

import io.turnpike.billing.rating.Percentile95;
import io.turnpike.billing.registry.Registered;
import io.turnpike.billing.registry.Registry;
import io.turnpike.billing.tariff.Tariff;
import io.turnpike.billing.tariff.Validity;
import io.turnpike.billing.usage.BandwidthSeries.MonthSoFar;
import io.turnpike.flow.Binding;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much passes the public face of a resource over time; of an ECS, its interface. */
@ApplicationScoped
public class BandwidthReport {
    private static final int P95_STEP_SECONDS = 300;

    private final BandwidthStore store;
    private final Registry registry;
    private final InstantSource clock;

    BandwidthReport(BandwidthStore store, Registry registry, InstantSource clock) {
        this.store = store;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * The bandwidth from the slot of {@code from} to that of {@code to} or now.
     *
     * @param account whose usage of the resource; empty for everyone's
     */
    public BandwidthSeries of(Registered resource, Optional<String> account, Instant from, Instant to, int step) {
        Instant first = floor(from, step);
        Instant now = clock.instant();
        Instant last = floor(to.isBefore(now) ? to : now, step);
        var samples = store.slots(resource.spec().id(), account, shown(resource), first, to, step);
        return BandwidthSeries.of(
                first,
                last.isBefore(first) ? first : last,
                step,
                samples,
                monthSoFar(resource, account, now),
                resource.spec().bandwidth().capBitsPerSecond());
    }

    private @Nullable MonthSoFar monthSoFar(Registered resource, Optional<String> account, Instant now) {
        String owner = account.orElse(resource.spec().account());
        Tariff tariff = owner == null ? null : registry.tariffs().get(owner);
        Optional<Instant> since = since(resource, owner);
        if (tariff == null || since.isEmpty() || charged(resource).isEmpty()) {
            return null;
        }
        Validity month = tariff.month(YearMonth.from(now.atZone(tariff.zone())));
        Instant from = floor(since.get().isAfter(month.from()) ? since.get() : month.from(), P95_STEP_SECONDS);
        Instant to = floor(now, P95_STEP_SECONDS);
        long slots = (to.getEpochSecond() - from.getEpochSecond()) / P95_STEP_SECONDS;
        return slots < 1 ? null : monthSoFar(resource, owner, from, to, slots);
    }

    private MonthSoFar monthSoFar(Registered resource, @Nullable String owner, Instant from, Instant to, long slots) {
        long[] out = store
                .slots(resource.spec().id(), Optional.ofNullable(owner), charged(resource), from, to, P95_STEP_SECONDS)
                .stream()
                .filter(sample -> sample.direction() == Direction.OUT)
                .mapToLong(SlotOctets::octets)
                .toArray();
        long value = BandwidthSeries.bitsPerSecond(Percentile95.of(out, slots), P95_STEP_SECONDS);
        return new MonthSoFar(from, to, slots, Percentile95.dropped(slots), value);
    }

    /** Since when the resource has been the account's. */
    private static Optional<Instant> since(Registered resource, @Nullable String account) {
        return resource.bindings().stream()
                .filter(binding -> binding.account().equals(account))
                .map(Binding::validFromMillis)
                .min(Long::compare)
                .map(Instant::ofEpochMilli);
    }

    private static Set<TrafficPath> shown(Registered resource) {
        return switch (resource.spec().kind()) {
            case SLB, EIP, IPV6GW -> charged(resource);
            case ECS -> EnumSet.of(TrafficPath.ECS, TrafficPath.INTERNAL);
            case NODE, NAT, CERTIFICATE -> Set.of();
        };
    }

    private static Set<TrafficPath> charged(Registered resource) {
        return switch (resource.spec().kind()) {
            case SLB -> EnumSet.of(TrafficPath.SLB);
            case EIP -> EnumSet.of(TrafficPath.EIP, TrafficPath.NAT);
            case IPV6GW -> EnumSet.of(TrafficPath.IPV6GW);
            case ECS -> resource.spec().details().publicBandwidth() ? EnumSet.of(TrafficPath.ECS) : Set.of();
            case NODE, NAT, CERTIFICATE -> Set.of();
        };
    }

    private static Instant floor(Instant instant, int step) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), step) * step);
    }
}
