package io.turnpike.billing.registry;

import io.turnpike.flow.ResourceKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What holds for what EIPs and IPv6 gateways are bound to. */
final class BindingRules {
    private record Binding(ResourceKind kind, String target) {}

    private final Proposal proposal;
    private final Map<Binding, ResourceSpec> owners = new HashMap<>();

    BindingRules(Proposal proposal) {
        this.proposal = proposal;
    }

    void check() {
        for (ResourceSpec spec : proposal.resources()) {
            switch (spec.details()) {
                case Details.Eip eip when eip.boundTo() != null -> eip(spec, eip.boundTo());
                case Details.Ipv6Gateway gateway -> ipv6Gateway(spec, gateway);
                case Details.Eip _,
                        Details.Ecs _,
                        Details.Node _,
                        Details.LoadBalancer _,
                        Details.NatGateway _,
                        Details.Certificate _ -> {}
            }
        }
    }

    /** A NAT gateway may have many EIPs. */
    private void eip(ResourceSpec spec, String target) {
        ResourceSpec found = proposal.referred(spec, "boundTo", target, Set.of(ResourceKind.ECS, ResourceKind.NAT));
        if (found == null || found.kind() == ResourceKind.ECS) {
            once(spec, target, "a private address has one 1:1 binding");
        }
    }

    private void ipv6Gateway(ResourceSpec spec, Details.Ipv6Gateway gateway) {
        String target = gateway.boundTo();
        ResourceSpec ecs = proposal.referred(spec, "boundTo", target, Set.of(ResourceKind.ECS));
        if (ecs != null && !gateway.publicAddress().equals(ecs.details().ipv6Address())) {
            proposal.violate(
                    spec,
                    "address",
                    ecs,
                    "ipv6Address",
                    "an IPV6GW has the ipv6Address of '" + target + "', which is "
                            + (ecs.details().ipv6Address() == null
                                    ? "not set"
                                    : ecs.details().ipv6Address()));
        }
        once(spec, target, "an ECS has one IPV6GW");
    }

    private void once(ResourceSpec spec, String target, String reason) {
        ResourceSpec other = owners.putIfAbsent(new Binding(spec.kind(), target), spec);
        if (other != null) {
            proposal.violate(
                    spec,
                    "boundTo",
                    other,
                    "boundTo",
                    "'" + target + "' is bound to '" + other.id() + "' and '" + spec.id() + "'; " + reason);
        }
    }
}
