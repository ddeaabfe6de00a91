package io.turnpike.billing.tariff;

import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A price plan with its history. What a minute cost never changes afterwards: new prices are a new version, and a
 * version is in force from a later minute on.
 *
 * @param versions oldest first
 */
public record Plan(String id, Currency currency, List<PlanVersion> versions) {
    public Plan {
        versions = List.copyOf(versions);
        for (int i = 1; i < versions.size(); i++) {
            if (!versions.get(i - 1).from().isBefore(versions.get(i).from())) {
                throw new IllegalArgumentException("the versions of plan " + id + " are not in order");
            }
        }
    }

    public Optional<Price> priceAt(Instant minute, TrafficPath path, Direction direction) {
        return versionAt(minute)
                .flatMap(version -> version.prices().stream()
                        .filter(price -> price.applies(path, direction)
                                && price.validity().contains(minute))
                        .findFirst());
    }

    private Optional<PlanVersion> versionAt(Instant minute) {
        return versions.reversed().stream()
                .filter(version -> !version.from().isAfter(minute))
                .findFirst();
    }

    /** Every instant at which a price may differ from the one before. */
    Stream<Instant> boundaries() {
        return versions.stream()
                .flatMap(version -> Stream.concat(
                        Stream.of(version.from()),
                        version.prices().stream()
                                .map(Price::validity)
                                .flatMap(validity -> Stream.of(validity.from(), validity.to()))));
    }
}
