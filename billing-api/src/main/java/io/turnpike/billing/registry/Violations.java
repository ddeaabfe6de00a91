package io.turnpike.billing.registry;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that one answer tells all of it; up to {@value #MOST}, since the input is not trusted. */
final class Violations {
    private static final int MOST = 100;
    private final List<Violation> found = new ArrayList<>();

    void add(String pointer, String detail) {
        if (found.size() < MOST) {
            found.add(new Violation(pointer, detail));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Violation> toList() {
        return List.copyOf(found);
    }
}
