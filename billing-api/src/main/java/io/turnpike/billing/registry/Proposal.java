package io.turnpike.billing.registry;

import io.turnpike.flow.ResourceKind;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The resources as they would be if a declaration were applied, and what is wrong with them. */
final class Proposal {
    private final Declaration declaration;
    private final RegistryState state;
    private final Map<String, ResourceSpec> after;
    private final Pointers pointers;
    private final Violations violations;

    Proposal(Declaration declaration, RegistryState state, Violations violations) {
        this.declaration = declaration;
        this.state = state;
        this.after = state.resourcesAfter(declaration);
        this.pointers = new Pointers(declaration);
        this.violations = violations;
    }

    /** All of them: what a resource refers to may be changed by a declaration that does not name it. */
    Collection<ResourceSpec> resources() {
        return after.values();
    }

    Collection<ResourceSpec> declared() {
        return declaration.resources();
    }

    @Nullable
    ResourceSpec resource(String id) {
        return after.get(id);
    }

    @Nullable
    ResourceSpec before(String id) {
        Registered known = state.resources().get(id);
        return known == null ? null : known.spec();
    }

    boolean isKnownAccount(String account) {
        return state.accounts().containsKey(account)
                || declaration.accounts().stream().anyMatch(spec -> spec.id().equals(account));
    }

    boolean isDeclared(ResourceSpec spec) {
        return pointers.isDeclared(spec);
    }

    void violate(ResourceSpec spec, String at, String detail) {
        violations.add(pointers.of(spec, at), detail);
    }

    /** Blames the first of two resources that do not go together, unless only the second is declared. */
    void violate(ResourceSpec one, String at, ResourceSpec other, String otherAt, String detail) {
        if (isDeclared(one) || !isDeclared(other)) {
            violate(one, at, detail);
        } else {
            violate(other, otherAt, detail);
        }
    }

    /** What a resource refers to is of a kind that it may refer to, and in the same VPC; null if it is not. */
    @Nullable
    ResourceSpec referred(ResourceSpec from, String at, String id, Set<ResourceKind> kinds) {
        String expected = kinds.stream().map(ResourceKind::name).sorted().collect(Collectors.joining(" or "));
        ResourceSpec target = resource(id);
        if (target == null) {
            violate(from, at, "there is no resource '" + id + "'");
        } else if (!kinds.contains(target.kind())) {
            violate(from, at, "'" + id + "' is of kind " + target.kind() + ", expected " + expected);
        } else if (target.vpcId() != from.vpcId()) {
            violate(from, at, "'" + id + "' is in VPC " + target.vpcId() + ", not in " + from.vpcId());
        } else {
            return target;
        }
        return null;
    }
}
