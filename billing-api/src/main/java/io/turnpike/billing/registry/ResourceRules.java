package io.turnpike.billing.registry;

import io.turnpike.flow.ResourceKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds between resources. It refuses what attribution has no rule for yet, rather than forward octets that no one
 * could say the path of.
 */
final class ResourceRules {
    private final Declaration declaration;
    private final RegistryState state;
    private final Map<String, ResourceSpec> after;
    private final Pointers pointers;
    private final Violations violations;

    ResourceRules(Declaration declaration, RegistryState state, Violations violations) {
        this.declaration = declaration;
        this.state = state;
        this.after = state.resourcesAfter(declaration);
        this.pointers = new Pointers(declaration);
        this.violations = violations;
    }

    void check() {
        declaration.resources().forEach(this::ownFields);
        // The others too: what they refer to may be changed by this declaration.
        after.values().forEach(this::listeners);
        bindings();
    }

    private void ownFields(ResourceSpec spec) {
        String account = spec.account();
        if (account != null && !isKnownAccount(account)) {
            violate(spec, "account", "there is no account '" + account + "'");
        }
        Registered known = state.resources().get(spec.id());
        if (known != null && known.spec().kind() != spec.kind()) {
            violate(
                    spec,
                    "kind",
                    "a resource never changes its kind; it is " + known.spec().kind());
        }
        if (spec.publicBandwidth() && spec.publicAddress() == null) {
            violate(spec, "publicBandwidth", "is for an ECS with a publicAddress of its own");
        }
    }

    private boolean isKnownAccount(String account) {
        return state.accounts().containsKey(account)
                || declaration.accounts().stream().anyMatch(spec -> spec.id().equals(account));
    }

    private void listeners(ResourceSpec slb) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < slb.listeners().size(); i++) {
            ListenerSpec listener = slb.listeners().get(i);
            String at = "listeners/" + i;
            if (!seen.add(listener.protocol() + ":" + listener.port())) {
                violate(slb, at, listener.protocol() + " " + listener.port() + " has a listener already");
            }
            backends(slb, listener.backends(), at + "/backends/");
        }
    }

    private void backends(ResourceSpec slb, List<BackendSpec> backends, String at) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < backends.size(); i++) {
            BackendSpec backend = backends.get(i);
            privateServer(slb, at + i + "/resource", backend.resource());
            if (!seen.add(backend.resource() + ":" + backend.port())) {
                violate(slb, at + i, backend.resource() + ":" + backend.port() + " is a backend already");
            }
        }
    }

    private void bindings() {
        Map<String, String> boundBy = new HashMap<>();
        for (ResourceSpec eip : after.values()) {
            String target = eip.boundTo();
            if (target != null) {
                privateServer(eip, "boundTo", target);
                String other = boundBy.putIfAbsent(target, eip.id());
                if (other != null) {
                    violate(
                            pointers.isDeclared(eip) ? eip : after.get(other),
                            "boundTo",
                            "'" + target + "' is bound to '" + other + "' and '" + eip.id()
                                    + "'; a private address has one 1:1 binding");
                }
            }
        }
    }

    /** What an SLB or an EIP forwards to is the private address of an ECS in the same VPC; nothing public. */
    private void privateServer(ResourceSpec from, String at, String id) {
        ResourceSpec server = after.get(id);
        if (server == null) {
            violate(from, at, "there is no resource '" + id + "'");
        } else if (server.kind() != ResourceKind.ECS) {
            violate(from, at, "'" + id + "' is of kind " + server.kind() + ", expected an ECS");
        } else if (server.vpcId() != from.vpcId()) {
            violate(from, at, "'" + id + "' is in VPC " + server.vpcId() + ", not in " + from.vpcId());
        }
    }

    private void violate(@Nullable ResourceSpec spec, String at, String detail) {
        violations.add(spec == null ? "/resources" : pointers.of(spec, at), detail);
    }
}
