package io.turnpike.metering.rules;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Counter;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives records of sources without stamps, such as captures, the stamps that a node would have written: by the public
 * address that the registry knows. Where a binding changed during the record it is divided in proportion to time.
 */
public final class Stamps {
    private Stamps() {}

    /** A binding for a part of the record's time; null for the part in which the address was nobody's. */
    private record Tenure(@Nullable BoundResource bound, long millis) {}

    /**
     * The record with stamps, or several that together hold all of it; the record itself if it has stamps, or if the
     * registry knows neither of its addresses.
     *
     * @param intervalStartMillis UTC
     * @param intervalEndMillis UTC, exclusive
     */
    public static List<FlowRecord> of(
            FlowRecord record, long intervalStartMillis, long intervalEndMillis, Registry registry) {
        if (record.mark() != Mark.UNSTAMPED) {
            return List.of(record);
        }
        long last = Math.max(intervalStartMillis, intervalEndMillis - 1);
        long from = Math.clamp(record.flowStartMilliseconds(), intervalStartMillis, last);
        long to = Math.clamp(record.flowEndMilliseconds(), from, last);
        for (Side initiator : List.of(Side.PRIVATE, Side.PUBLIC)) {
            List<BoundResource> owners = owners(record, initiator, from, to, registry);
            if (!owners.isEmpty()) {
                return divided(record, initiator, tenures(owners, from, to));
            }
        }
        return List.of(record);
    }

    /** Whose the address on the private side was, one after the other. */
    private static List<BoundResource> owners(
            FlowRecord record, Side initiator, long from, long to, Registry registry) {
        IpAddress address = initiator == Side.PRIVATE
                ? record.source().address()
                : record.destination().address();
        return registry.withPublicAddress(address).stream()
                .filter(bound -> hasFaceAt(bound.resource().kind(), record.observationPoint()))
                .filter(bound -> bound.binding().validFromMillis() <= to
                        && from < bound.binding().validToMillis())
                .sorted(Comparator.comparingLong(
                                (BoundResource bound) -> bound.binding().validFromMillis())
                        .thenComparingInt(bound -> bound.binding().bindingId()))
                .toList();
    }

    private static boolean hasFaceAt(ResourceKind kind, ObservationPoint point) {
        return switch (point) {
            case SLB_FRONT -> kind == ResourceKind.SLB;
            case BORDER -> kind == ResourceKind.EIP || kind == ResourceKind.IPV6GW;
            case ECS_NIC -> kind == ResourceKind.ECS;
            case SLB_BACK, L7 -> false;
        };
    }

    private static List<Tenure> tenures(List<BoundResource> owners, long from, long to) {
        List<Tenure> tenures = new ArrayList<>();
        long at = from;
        for (BoundResource owner : owners) {
            Binding binding = owner.binding();
            long begin = Math.max(at, binding.validFromMillis());
            long end = Math.min(to + 1, binding.validToMillis());
            if (begin < end) {
                addUnless(begin == at, tenures, new Tenure(null, begin - at));
                tenures.add(new Tenure(owner, end - begin));
                at = end;
            }
        }
        addUnless(at == to + 1, tenures, new Tenure(null, to + 1 - at));
        return tenures;
    }

    private static void addUnless(boolean none, List<Tenure> tenures, Tenure tenure) {
        if (!none) {
            tenures.add(tenure);
        }
    }

    private static List<FlowRecord> divided(FlowRecord record, Side initiator, List<Tenure> tenures) {
        long[] weights = tenures.stream().mapToLong(Tenure::millis).toArray();
        List<Counter> initiatorOctets = Proportion.divide(record.initiatorOctets(), weights);
        List<Counter> initiatorPackets = Proportion.divide(record.initiatorPackets(), weights);
        List<Counter> responderOctets = Proportion.divide(record.responderOctets(), weights);
        List<Counter> responderPackets = Proportion.divide(record.responderPackets(), weights);
        List<FlowRecord> parts = new ArrayList<>(weights.length);
        for (int i = 0; i < weights.length; i++) {
            FlowRecord part = record.with(
                    initiatorOctets.get(i), initiatorPackets.get(i), responderOctets.get(i), responderPackets.get(i));
            BoundResource bound = tenures.get(i).bound();
            parts.add(bound == null ? part : stamped(part, initiator, bound));
        }
        return parts;
    }

    private static FlowRecord stamped(FlowRecord record, Side initiator, BoundResource bound) {
        return record.with(
                entry(bound, initiator),
                initiator,
                bound.resource().number(),
                bound.binding().bindingId(),
                bound.binding().vpcId());
    }

    private static Entry entry(BoundResource bound, Side initiator) {
        return switch (bound.resource().kind()) {
            case SLB -> Entry.SLB;
            case IPV6GW -> Entry.IPV6GW;
            case ECS -> Entry.ECS;
            case EIP -> elasticEntry(bound.binding(), initiator);
            case NODE, NAT, CERTIFICATE -> Entry.PRIVATE;
        };
    }

    /** An EIP without a private address serves a NAT gateway. */
    private static Entry elasticEntry(Binding binding, Side initiator) {
        if (binding.privateAddress() != null) {
            return Entry.EIP;
        }
        return initiator == Side.PRIVATE ? Entry.SNAT : Entry.DNAT;
    }
}
