package io.turnpike.keyserver;

import static org.awaitility.Awaitility.await;

import io.turnpike.flow.Topics;
import io.turnpike.keyapi.KeyId;
import io.turnpike.registry.CompactedTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class KeyDirectoryIT {
    private static final KeyId A = new KeyId("a".repeat(64));
    private static final KeyId B = new KeyId("b".repeat(64));
    private static final KeyId C = new KeyId("c".repeat(64));

    @TempDir
    Path folder;

    private final AtomicReference<Map<String, String>> told = new AtomicReference<>(Map.of());

    @Test
    void shouldTellWhichKeysEachServerHolds() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(folder);
                CompactedTopic<String> reader = reader(broker);
                KeyDirectory other = new KeyDirectory("keyserver2", broker.bootstrap(), Set.of(A))) {
            reader.start();
            other.start();
            try (KeyDirectory first = new KeyDirectory("keyserver", broker.bootstrap(), Set.of(A, B))) {
                first.start();
                awaitTold(Map.of(
                        A + "/keyserver", "keyserver", B + "/keyserver", "keyserver", A + "/keyserver2", "keyserver2"));

                first.held(Set.of(B));
                awaitTold(Map.of(B + "/keyserver", "keyserver", A + "/keyserver2", "keyserver2"));
            }
            // A key that went away while the server was down is taken back by its next process.
            try (KeyDirectory next = new KeyDirectory("keyserver", broker.bootstrap(), Set.of(C))) {
                next.start();
                awaitTold(Map.of(C + "/keyserver", "keyserver", A + "/keyserver2", "keyserver2"));
            }
        }
    }

    private void awaitTold(Map<String, String> entries) {
        await().atMost(Duration.ofMinutes(1)).until(() -> entries.equals(told.get()));
    }

    private CompactedTopic<String> reader(KafkaBroker broker) {
        return new CompactedTopic<>(
                Topics.KEYS, broker.bootstrap(), bytes -> new String(bytes, StandardCharsets.UTF_8), told::set);
    }
}
