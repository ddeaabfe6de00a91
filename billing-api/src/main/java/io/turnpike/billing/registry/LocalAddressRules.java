package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What holds for the local addresses of nodes: they belong to one node each, and to no ECS, since rule R7 takes every
 * session with a local address for a load balancer's.
 */
final class LocalAddressRules {
    /** A shorter prefix has more addresses than a node could use. */
    private static final int SHORTEST_IPV4 = 96 + 16;

    private static final int SHORTEST_IPV6 = 64;

    private record Range(IpPrefix prefix, ResourceSpec owner, String field) {
        private static final Comparator<Range> BY_START = Comparator.comparing(
                        (Range range) -> range.prefix().address())
                .thenComparingInt(range -> range.prefix().length());
    }

    private final Collection<ResourceSpec> after;
    private final Pointers pointers;
    private final Violations violations;

    LocalAddressRules(Declaration declaration, RegistryState state, Violations violations) {
        this.after = state.resourcesAfter(declaration).values();
        this.pointers = new Pointers(declaration);
        this.violations = violations;
    }

    void check() {
        List<Range> ranges = ranges();
        ranges.forEach(this::scope);
        NavigableMap<IpAddress, Range> outermost = outermost(ranges);
        after.forEach(spec -> notLocal(spec, outermost));
    }

    private List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        for (ResourceSpec spec : after) {
            for (int i = 0; i < spec.localAddresses().size(); i++) {
                ranges.add(new Range(spec.localAddresses().get(i), spec, "localAddresses/" + i));
            }
        }
        ranges.sort(Range.BY_START);
        return ranges;
    }

    private void scope(Range range) {
        IpPrefix prefix = range.prefix();
        int shortest = prefix.address().isIpv4() ? SHORTEST_IPV4 : SHORTEST_IPV6;
        if (!AddressScope.isPrivate(prefix) || prefix.mappedLength() < shortest) {
            violations.add(
                    pointers.of(range.owner(), range.field()),
                    prefix + " is not a private range of /16 (IPv6: /64) or longer");
        }
    }

    /** A range that contains another comes before it in the order, so one look back finds every overlap. */
    private NavigableMap<IpAddress, Range> outermost(List<Range> sorted) {
        NavigableMap<IpAddress, Range> outermost = new TreeMap<>();
        for (Range range : sorted) {
            Map.Entry<IpAddress, Range> before = outermost.lastEntry();
            if (before != null
                    && before.getValue().prefix().contains(range.prefix().address())) {
                overlap(range, before.getValue());
            } else {
                outermost.put(range.prefix().address(), range);
            }
        }
        return outermost;
    }

    private void overlap(Range one, Range other) {
        Range blamed = pointers.isDeclared(one.owner()) ? one : other;
        violations.add(
                pointers.of(blamed.owner(), blamed.field()),
                one.prefix() + " of '" + one.owner().id() + "' overlaps " + other.prefix() + " of '"
                        + other.owner().id() + "'");
    }

    private void notLocal(ResourceSpec spec, NavigableMap<IpAddress, Range> outermost) {
        IpAddress address = spec.privateAddress();
        Map.Entry<IpAddress, Range> before = address == null ? null : outermost.floorEntry(address);
        if (address != null && before != null && before.getValue().prefix().contains(address)) {
            Range range = before.getValue();
            boolean blameSpec = pointers.isDeclared(spec);
            violations.add(
                    blameSpec ? pointers.of(spec, "privateAddress") : pointers.of(range.owner(), range.field()),
                    address + " of '" + spec.id() + "' is a local address of '"
                            + range.owner().id() + "'");
        }
    }
}
