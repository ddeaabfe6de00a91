package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the local and ingress addresses of nodes: they belong to one node each, and to no ECS, since rule R7
 * takes every session with a local address for a load balancer's.
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

    private final Proposal proposal;

    LocalAddressRules(Proposal proposal) {
        this.proposal = proposal;
    }

    void check() {
        List<Range> ranges = ranges();
        ranges.forEach(this::scope);
        NavigableMap<IpAddress, Range> outermost = outermost(ranges);
        for (ResourceSpec spec : proposal.resources()) {
            notLocal(spec, "privateAddress", spec.details().privateAddress(), outermost);
            notLocal(spec, "ipv6Address", spec.details().ipv6Address(), outermost);
        }
    }

    private List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        for (ResourceSpec spec : proposal.resources()) {
            if (spec.details() instanceof Details.Node node) {
                for (int i = 0; i < node.localAddresses().size(); i++) {
                    ranges.add(new Range(node.localAddresses().get(i), spec, "localAddresses/" + i));
                }
                for (int i = 0; i < node.ingressAddresses().size(); i++) {
                    IpAddress address = node.ingressAddresses().get(i);
                    IpPrefix prefix = new IpPrefix(address, address.isIpv4() ? 32 : 128);
                    ranges.add(new Range(prefix, spec, "ingressAddresses/" + i));
                }
            }
        }
        ranges.sort(Range.BY_START);
        return ranges;
    }

    private void scope(Range range) {
        IpPrefix prefix = range.prefix();
        int shortest = prefix.address().isIpv4() ? SHORTEST_IPV4 : SHORTEST_IPV6;
        if (!AddressScope.isPrivate(prefix) || prefix.mappedLength() < shortest) {
            proposal.violate(
                    range.owner(), range.field(), prefix + " is not a private range of /16 (IPv6: /64) or longer");
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
        proposal.violate(
                one.owner(),
                one.field(),
                other.owner(),
                other.field(),
                one.prefix() + " of '" + one.owner().id() + "' overlaps " + other.prefix() + " of '"
                        + other.owner().id() + "'");
    }

    private void notLocal(
            ResourceSpec spec, String field, @Nullable IpAddress address, NavigableMap<IpAddress, Range> outermost) {
        Map.Entry<IpAddress, Range> before = address == null ? null : outermost.floorEntry(address);
        if (address != null && before != null && before.getValue().prefix().contains(address)) {
            Range range = before.getValue();
            proposal.violate(
                    spec,
                    field,
                    range.owner(),
                    range.field(),
                    address + " of '" + spec.id() + "' is a local address of '"
                            + range.owner().id() + "'");
        }
    }
}
