package io.turnpike.billing.registry;

import io.turnpike.flow.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What holds for the addresses of resources: each on its side, and each used once. */
final class AddressRules {
    private final Collection<ResourceSpec> after;
    private final Pointers pointers;
    private final Declaration declaration;
    private final Violations violations;

    AddressRules(Declaration declaration, RegistryState state, Violations violations) {
        this.declaration = declaration;
        this.after = state.resourcesAfter(declaration).values();
        this.pointers = new Pointers(declaration);
        this.violations = violations;
    }

    void check() {
        declaration.resources().forEach(this::scopes);
        publicAddressesOnce();
        privateAddressesOnce();
    }

    private void scopes(ResourceSpec spec) {
        IpAddress publicAddress = spec.publicAddress();
        if (publicAddress != null && !AddressScope.isPublic(publicAddress)) {
            violations.add(pointers.of(spec, spec.publicAddressField()), publicAddress + " is not a public address");
        }
        IpAddress privateAddress = spec.privateAddress();
        if (privateAddress != null && !AddressScope.isPrivate(privateAddress)) {
            violations.add(pointers.of(spec, "privateAddress"), privateAddress + " is not a private address");
        }
    }

    private void publicAddressesOnce() {
        Map<IpAddress, ResourceSpec> owners = new HashMap<>();
        for (ResourceSpec spec : after) {
            IpAddress address = spec.publicAddress();
            ResourceSpec other = address == null ? null : owners.putIfAbsent(address, spec);
            if (other != null) {
                ResourceSpec blamed = pointers.isDeclared(spec) ? spec : other;
                violations.add(
                        pointers.of(blamed, blamed.publicAddressField()),
                        address + " is used by '" + other.id() + "' and '" + spec.id() + "'");
            }
        }
    }

    private void privateAddressesOnce() {
        record Place(int vpcId, IpAddress address) {}
        Map<Place, ResourceSpec> owners = new HashMap<>();
        for (ResourceSpec spec : after) {
            IpAddress address = spec.privateAddress();
            ResourceSpec other = address == null ? null : owners.putIfAbsent(new Place(spec.vpcId(), address), spec);
            if (other != null) {
                violations.add(
                        pointers.of(pointers.isDeclared(spec) ? spec : other, "privateAddress"),
                        address + " of VPC " + spec.vpcId() + " is used by '" + other.id() + "' and '" + spec.id()
                                + "'");
            }
        }
    }
}
