package io.turnpike.billing.limits;

import io.turnpike.flow.NodeRole;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the registry says that limits depend on.
 *
 * @param resources by number
 * @param zones of accounts, whose calendar their months follow
 * @param roles of registered nodes by name
 */
public record Catalogue(
        Map<Integer, LimitedResource> resources, Map<String, ZoneId> zones, Map<String, NodeRole> roles) {
    public static final Catalogue EMPTY = new Catalogue(Map.of(), Map.of(), Map.of());

    public Catalogue {
        resources = Map.copyOf(resources);
        zones = Map.copyOf(zones);
        roles = Map.copyOf(roles);
    }

    public static Catalogue of(
            Collection<LimitedResource> resources, Map<String, ZoneId> zones, Map<String, NodeRole> roles) {
        return new Catalogue(
                resources.stream().collect(Collectors.toMap(LimitedResource::number, Function.identity())),
                zones,
                roles);
    }

    @Nullable
    LimitedResource resource(int number) {
        return resources.get(number);
    }

    /** The month that an instant is in for the account. */
    public MonthKey month(int resourceNumber, String account, Instant at) {
        ZoneId zone = zones.get(account);
        if (zone == null) {
            throw new IllegalStateException(
                    "the account '" + account + "' has no time zone: the registry was read in parts");
        }
        return MonthKey.of(resourceNumber, account, at, zone);
    }

    /** The month of the present owner. */
    public MonthKey month(LimitedResource resource, Instant at) {
        return month(resource.number(), resource.account(), at);
    }

    Optional<NodeRole> role(String node) {
        return Optional.ofNullable(roles.get(node));
    }
}
