package io.turnpike.standalone;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Settings of the parts that whoever calls {@code up} may give; all others are ours. */
public final class GivenSettings {
    private GivenSettings() {}

    /** Those of the variables that are set. */
    public static Map<String, String> of(String... variables) {
        return Arrays.stream(variables)
                .filter(variable -> System.getenv(variable) != null)
                .collect(Collectors.toMap(
                        variable -> variable, variable -> Objects.requireNonNull(System.getenv(variable))));
    }
}
