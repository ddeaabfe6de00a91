package io.turnpike.metering.rules;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;

/** A resource under one of its bindings. */
public record BoundResource(Resource resource, Binding binding) {
    boolean isA(ResourceKind kind) {
        return resource.kind() == kind;
    }
}
