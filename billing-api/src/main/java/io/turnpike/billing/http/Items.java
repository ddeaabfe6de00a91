package io.turnpike.billing.http;

import java.util.List;

/** A whole list. */
record Items<T>(List<T> items) {
    Items {
        items = List.copyOf(items);
    }
}
