package io.turnpike.billing.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is to be done to one resource.
 *
 * @param rebinds the open binding, if any, ends and a new one begins
 */
record ResourceChange(Change change, ResourceSpec spec, ResourceView view, boolean rebinds) {
    /** The changes that a valid declaration makes, also to resources that it does not name. Pure. */
    static List<ResourceChange> of(Declaration declaration, RegistryState state) {
        Map<String, ResourceSpec> before = state.resources().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().spec()));
        Map<String, ResourceSpec> after = state.resourcesAfter(declaration);
        Pointers named = new Pointers(declaration);
        List<ResourceChange> changes = new ArrayList<>();
        for (ResourceSpec spec : after.values()) {
            ResourceChange change = of(spec, ResourceView.of(spec, after), before);
            if (change.change() != Change.UNCHANGED || named.isDeclared(spec)) {
                changes.add(change);
            }
        }
        return changes;
    }

    private static ResourceChange of(ResourceSpec spec, ResourceView view, Map<String, ResourceSpec> before) {
        ResourceSpec was = before.get(spec.id());
        Optional<ResourceView> old = Optional.ofNullable(was).map(known -> ResourceView.of(known, before));
        return new ResourceChange(
                Change.of(
                        was != null,
                        spec.equals(was) && old.filter(view::equals).isPresent()),
                spec,
                view,
                !old.flatMap(ResourceView::bound).equals(view.bound()));
    }
}
