package io.turnpike.billing.registry;

import java.util.HashMap;
import java.util.Map;

/** Where in the declaration a resource stands; one that the declaration does not name is blamed on the whole list. */
final class Pointers {
    private final Map<String, String> byId = new HashMap<>();

    Pointers(Declaration declaration) {
        for (int i = 0; i < declaration.resources().size(); i++) {
            byId.put(declaration.resources().get(i).id(), "/resources/" + i);
        }
    }

    boolean isDeclared(ResourceSpec spec) {
        return byId.containsKey(spec.id());
    }

    String of(ResourceSpec spec, String field) {
        String pointer = byId.get(spec.id());
        return pointer == null ? "/resources" : pointer + "/" + field;
    }
}
