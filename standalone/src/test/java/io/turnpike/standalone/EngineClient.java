package io.turnpike.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes and reads words with the real client of each engine. */
enum EngineClient {
    KAFKA {
        @Override
        void write(Engines engines, String word) throws Exception {
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", engines.kafka().bootstrap(), "acks", "all");
            try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(TOPIC, 0, "key", word)).get();
            }
        }

        @Override
        List<String> read(Engines engines) {
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", engines.kafka().bootstrap());
            var partition = new TopicPartition(TOPIC, 0);
            try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                var words = new ArrayList<String>();
                while (consumer.position(partition) < end) {
                    consumer.poll(Duration.ofSeconds(1)).forEach(each -> words.add(each.value()));
                }
                return words;
            }
        }
    },
    CLICKHOUSE {
        @Override
        void write(Engines engines, String word) throws Exception {
            query(engines, "CREATE TABLE IF NOT EXISTS turnpike.words (word String) ENGINE = MergeTree ORDER BY word");
            query(engines, "INSERT INTO turnpike.words VALUES ('" + word + "')");
        }

        @Override
        List<String> read(Engines engines) throws Exception {
            return query(engines, "SELECT word FROM turnpike.words").lines().toList();
        }

        private static String query(Engines engines, String sql) throws IOException, InterruptedException {
            var url = URI.create(engines.environment().get("TURNPIKE_CLICKHOUSE_URL"));
            try (var http = HttpClient.newHttpClient()) {
                var request = HttpRequest.newBuilder(url)
                        .header("X-ClickHouse-User", "admin")
                        .header("X-ClickHouse-Key", engines.environment().get("TURNPIKE_CLICKHOUSE_PASSWORD"))
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build();
                var response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    throw new IOException(response.body());
                }
                return response.body();
            }
        }
    },
    POSTGRES {
        @Override
        void write(Engines engines, String word) throws Exception {
            try (var connection = connect(engines);
                    var insert = connection.prepareStatement("INSERT INTO words VALUES (?)")) {
                connection.createStatement().execute("CREATE TABLE IF NOT EXISTS words (word text)");
                insert.setString(1, word);
                insert.executeUpdate();
            }
        }

        @Override
        List<String> read(Engines engines) throws Exception {
            var words = new ArrayList<String>();
            try (var connection = connect(engines);
                    var rows = connection.createStatement().executeQuery("SELECT word FROM words")) {
                while (rows.next()) {
                    words.add(rows.getString(1));
                }
            }
            return words;
        }

        private static Connection connect(Engines engines) throws Exception {
            var environment = engines.environment();
            return DriverManager.getConnection(
                    environment.get("TURNPIKE_POSTGRES_URL"),
                    environment.get("TURNPIKE_POSTGRES_USER"),
                    environment.get("TURNPIKE_POSTGRES_PASSWORD"));
        }
    };

    private static final String TOPIC = "flows";

    abstract void write(Engines engines, String word) throws Exception;

    abstract List<String> read(Engines engines) throws Exception;

    String part() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Set<String> topics(Engines engines) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", engines.kafka().bootstrap());
        try (var admin = Admin.create(settings)) {
            return admin.listTopics().names().get();
        }
    }
}
