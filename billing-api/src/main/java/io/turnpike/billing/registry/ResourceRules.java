package io.turnpike.billing.registry;

import io.turnpike.flow.NodeRole;
import java.util.List;

/** What holds for one resource alone, beside its addresses. */
final class ResourceRules {
    private final Proposal proposal;

    ResourceRules(Proposal proposal) {
        this.proposal = proposal;
    }

    void check() {
        proposal.declared().forEach(this::check);
    }

    private void check(ResourceSpec spec) {
        String account = spec.account();
        if (account != null && !proposal.isKnownAccount(account)) {
            proposal.violate(spec, "account", "there is no account '" + account + "'");
        }
        ResourceSpec before = proposal.before(spec.id());
        if (before != null && before.kind() != spec.kind()) {
            proposal.violate(spec, "kind", "a resource never changes its kind; it is " + before.kind());
        }
        switch (spec.details()) {
            case Details.Ecs ecs -> ecs(spec, ecs);
            case Details.Node node -> node(spec, node);
            case Details.Eip _,
                    Details.Ipv6Gateway _,
                    Details.LoadBalancer _,
                    Details.NatGateway _,
                    Details.Certificate _ -> {}
        }
    }

    private void ecs(ResourceSpec spec, Details.Ecs ecs) {
        if (ecs.publicBandwidth() && ecs.publicAddress() == null) {
            proposal.violate(spec, "publicBandwidth", "is for an ECS with a publicAddress of its own");
        }
        if (!ecs.publicBandwidth()) {
            // What an ECS sends by an EIP or an IPV6GW is limited there.
            cap(spec);
        }
        if (spec.bandwidth().quotaOctetsPerMonth() != null) {
            // Its cells count all that its interface carries, so the quota would be used up by what is free.
            proposal.violate(
                    spec,
                    "quotaOctetsPerMonth",
                    "is not for an ECS, whose traffic inside of the VPC would count too: give it an EIP with a quota");
        }
    }

    private void cap(ResourceSpec spec) {
        if (spec.bandwidth().capBitsPerSecond() != null) {
            proposal.violate(
                    spec, "capBitsPerSecond", "is for an ECS with publicBandwidth; else limit its EIP or IPV6GW");
        }
    }

    private void node(ResourceSpec spec, Details.Node node) {
        if (!node.localAddresses().isEmpty() && node.role() != NodeRole.DIRECTOR && node.role() != NodeRole.PROXY) {
            proposal.violate(spec, "localAddresses", "are for nodes of the role DIRECTOR or PROXY");
        }
        if (!node.ingressAddresses().isEmpty() && node.role() != NodeRole.PROXY) {
            proposal.violate(spec, "ingressAddresses", "are for nodes of the role PROXY");
        }
        for (boolean ipv4 : List.of(true, false)) {
            if (node.ingressAddresses().stream()
                            .filter(address -> address.isIpv4() == ipv4)
                            .count()
                    > 1) {
                proposal.violate(
                        spec, "ingressAddresses", "has more than one " + (ipv4 ? "IPv4" : "IPv6") + " address");
            }
        }
    }
}
