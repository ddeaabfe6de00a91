package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** Sums of {@code turnpike usage --resource ID --json}. */
@NullMarked
record Usage(Launcher turnpike, String resource) {
    /** What people are promised: figures within two minutes. */
    private static final Duration PROMISE = Duration.ofMinutes(2);

    JsonNode items() {
        return turnpike.must("usage", "--resource", resource, "--json").json().path("items");
    }

    long octets(String path, String direction) {
        return sum(items(), "octets", item -> is(item, path, direction));
    }

    long chargeable() {
        return sum(items(), "chargeableOctets", item -> true);
    }

    static boolean is(JsonNode item, String path, String direction) {
        return item.path("path").asText().equals(path)
                && item.path("direction").asText().equals(direction);
    }

    static long sum(JsonNode items, String field, Predicate<JsonNode> which) {
        long sum = 0;
        for (JsonNode item : items) {
            sum += which.test(item) ? item.path(field).asLong() : 0;
        }
        return sum;
    }

    static String rule(JsonNode item) {
        return item.path("rule").asText();
    }

    static Instant from(JsonNode item) {
        return Instant.parse(item.path("from").asText());
    }

    /** Waits until the figure is there, and requires that it is not passed. */
    void awaitOctets(String path, String direction, long expected) {
        await().atMost(PROMISE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(octets(path, direction))
                        .as("%s %s %s", resource, path, direction)
                        .isEqualTo(expected));
    }
}
