package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What holds for the addresses of resources: each on its side and of its family, and each used once. */
final class AddressRules {
    private record Place(int vpcId, IpAddress address) {}

    private final Proposal proposal;

    AddressRules(Proposal proposal) {
        this.proposal = proposal;
    }

    void check() {
        proposal.declared().forEach(this::scopes);
        publicAddressesOnce();
        insideOnce("privateAddress", Details::privateAddress);
        insideOnce("ipv6Address", Details::ipv6Address);
    }

    private void scopes(ResourceSpec spec) {
        Details details = spec.details();
        IpAddress publicAddress = details.publicAddress();
        if (publicAddress != null && !AddressScope.isPublic(publicAddress)) {
            proposal.violate(spec, spec.publicAddressField(), publicAddress + " is not a public address");
        }
        switch (details) {
            case Details.Ecs ecs -> ecs(spec, ecs);
            case Details.Eip eip -> family(spec, "address", eip.publicAddress(), true);
            case Details.Ipv6Gateway gateway -> family(spec, "address", gateway.publicAddress(), false);
            case Details.LoadBalancer _, Details.NatGateway _, Details.Node _, Details.Certificate _ -> {}
        }
    }

    private void ecs(ResourceSpec spec, Details.Ecs ecs) {
        if (!AddressScope.isPrivate(ecs.privateAddress())) {
            proposal.violate(spec, "privateAddress", ecs.privateAddress() + " is not a private address");
        }
        family(spec, "privateAddress", ecs.privateAddress(), true);
        family(spec, "publicAddress", ecs.publicAddress(), true);
        family(spec, "ipv6Address", ecs.ipv6Address(), false);
        if (ecs.ipv6Address() != null && !AddressScope.isUsable(ecs.ipv6Address())) {
            proposal.violate(spec, "ipv6Address", ecs.ipv6Address() + " is not an address of one host");
        }
    }

    private void family(ResourceSpec spec, String field, @Nullable IpAddress address, boolean ipv4) {
        if (address != null && address.isIpv4() != ipv4) {
            proposal.violate(spec, field, "must be an IPv" + (ipv4 ? 4 : 6) + " address");
        }
    }

    private void publicAddressesOnce() {
        Map<IpAddress, ResourceSpec> owners = new HashMap<>();
        for (ResourceSpec spec : proposal.resources()) {
            IpAddress address = spec.details().publicAddress();
            ResourceSpec other = address == null ? null : owners.putIfAbsent(address, spec);
            if (other != null) {
                proposal.violate(
                        spec,
                        spec.publicAddressField(),
                        other,
                        other.publicAddressField(),
                        address + " is used by '" + other.id() + "' and '" + spec.id() + "'");
            }
        }
    }

    private void insideOnce(String field, Function<Details, @Nullable IpAddress> addressOf) {
        Map<Place, ResourceSpec> owners = new HashMap<>();
        for (ResourceSpec spec : proposal.resources()) {
            IpAddress address = addressOf.apply(spec.details());
            ResourceSpec other = address == null ? null : owners.putIfAbsent(new Place(spec.vpcId(), address), spec);
            if (other != null) {
                proposal.violate(
                        spec,
                        field,
                        other,
                        field,
                        address + " of VPC " + spec.vpcId() + " is used by '" + other.id() + "' and '" + spec.id()
                                + "'");
            }
        }
    }
}
