package io.turnpike.billing.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.billing.http.KafkaBroker;
import io.turnpike.billing.http.Stores;
import io.turnpike.flow.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyInventoryIT {
    private static String bootstrap() throws IOException {
        return "127.0.0.1:" + Stores.freePort();
    }

    private static void say(String bootstrap, String key, @Nullable String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.KEYS, key, value)).get();
        }
    }

    @Test
    void shouldKnowAKeyAsLongAsOneKeyServerHoldsIt(@TempDir Path directory) throws Exception {
        String bootstrap = bootstrap();
        KeyInventory inventory = new KeyInventory(bootstrap);
        try (KafkaBroker _ = KafkaBroker.start(directory, bootstrap)) {
            assertThat(inventory.read().test("aa")).describedAs("no topic yet").isFalse();
            say(bootstrap, "aa/keyserver", "keyserver");
            say(bootstrap, "aa/keyserver2", "keyserver2");
            say(bootstrap, "bb/keyserver", "keyserver");
            say(bootstrap, "aa/keyserver", null);
            say(bootstrap, "bb/keyserver", null);
            Predicate<String> held = inventory.read();
            assertThat(held.test("aa")).isTrue();
            assertThat(held.test("bb")).isFalse();
            assertThat(held.test("cc")).isFalse();
        }
    }

    @Test
    void shouldNotKnowWhileKafkaIsAwayAndSaySoOnlyIfAsked() throws IOException {
        Predicate<String> held = new KeyInventory(bootstrap()).read();
        assertThatThrownBy(() -> held.test("aa")).isInstanceOf(KeysUnknownException.class);
    }
}
