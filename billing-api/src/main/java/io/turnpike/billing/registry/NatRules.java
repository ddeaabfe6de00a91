package io.turnpike.billing.registry;

import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.SnatEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds for the entries of NAT gateways: of every packet it must be certain which of them it belongs to. */
final class NatRules {
    private record Source(int vpcId, IpPrefix prefix) {}

    private final Proposal proposal;
    private final Map<Source, ResourceSpec> sources = new HashMap<>();

    NatRules(Proposal proposal) {
        this.proposal = proposal;
    }

    void check() {
        for (ResourceSpec spec : proposal.resources()) {
            if (spec.details() instanceof Details.NatGateway gateway) {
                Set<String> pooled = new HashSet<>();
                for (int i = 0; i < gateway.snat().size(); i++) {
                    snat(spec, gateway.snat().get(i), "snat/" + i, pooled);
                }
                dnat(spec, gateway.dnat(), pooled);
            }
        }
    }

    private void snat(ResourceSpec nat, SnatEntry entry, String at, Set<String> pooled) {
        IpPrefix source = entry.source();
        if (!source.address().isIpv4() || !AddressScope.isPrivate(source)) {
            proposal.violate(nat, at + "/source", source + " is not a private IPv4 range");
        }
        ResourceSpec other = sources.putIfAbsent(new Source(nat.vpcId(), source), nat);
        if (other != null) {
            proposal.violate(
                    nat,
                    at + "/source",
                    other,
                    "snat",
                    source + " of VPC " + nat.vpcId() + " has an SNAT entry already, in '" + other.id() + "'");
        }
        if (entry.eips().isEmpty()) {
            proposal.violate(nat, at + "/eips", "an SNAT entry needs at least one EIP");
        }
        for (int i = 0; i < entry.eips().size(); i++) {
            String eip = entry.eips().get(i);
            eip(nat, at + "/eips/" + i, eip);
            pooled.add(eip);
            if (entry.eips().indexOf(eip) < i) {
                proposal.violate(nat, at + "/eips/" + i, "'" + eip + "' is in this pool already");
            }
        }
    }

    private void dnat(ResourceSpec nat, List<DnatSpec> entries, Set<String> pooled) {
        for (int i = 0; i < entries.size(); i++) {
            DnatSpec entry = entries.get(i);
            String at = "dnat/" + i;
            eip(nat, at + "/eip", entry.eip());
            proposal.referred(nat, at + "/resource", entry.resource(), Set.of(ResourceKind.ECS));
            if (entry.protocol() == DnatProtocol.ALL && pooled.contains(entry.eip())) {
                proposal.violate(
                        nat,
                        at + "/eip",
                        "'" + entry.eip() + "' is in an SNAT pool, so not all of it can lead to an ECS");
            }
            int first = firstLike(entry, entries);
            if (first < i) {
                proposal.violate(
                        nat, at, "overlaps entry " + first + ", which has '" + entry.eip() + "' and the same port too");
            }
        }
    }

    private static int firstLike(DnatSpec entry, List<DnatSpec> entries) {
        int first = 0;
        while (!overlap(entry, entries.get(first))) {
            first++;
        }
        return first;
    }

    private static boolean overlap(DnatSpec one, DnatSpec other) {
        boolean all = one.protocol() == DnatProtocol.ALL || other.protocol() == DnatProtocol.ALL;
        return one.eip().equals(other.eip())
                && (all || (one.protocol() == other.protocol() && one.port() == other.port()));
    }

    private void eip(ResourceSpec nat, String at, String id) {
        ResourceSpec eip = proposal.referred(nat, at, id, Set.of(ResourceKind.EIP));
        if (eip != null && !nat.id().equals(eip.details().boundTo())) {
            proposal.violate(
                    nat, at, eip, "boundTo", "'" + id + "' is not bound to '" + nat.id() + "': set boundTo of the EIP");
        }
    }
}
