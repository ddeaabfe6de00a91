package io.turnpike.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnpike.flow.ObservationPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether, as whom and where to feed the flows: the options, else the environment, else what {@code up} left. */
final class FeedOptions {
    /** Where a record without a stamp can be told by its addresses. */
    enum Point {
        SLB_FRONT(ObservationPoint.SLB_FRONT),
        BORDER(ObservationPoint.BORDER),
        ECS_NIC(ObservationPoint.ECS_NIC);

        private final ObservationPoint observationPoint;

        Point(ObservationPoint observationPoint) {
            this.observationPoint = observationPoint;
        }
    }

    @Option(
            names = "--node",
            paramLabel = "ID",
            description =
                    "Feed the flows to the metering job too, as the node capture.ID. The same file fed again under"
                            + " the same name is counted once.")
    @Nullable
    String node;

    @Option(
            names = "--point",
            paramLabel = "POINT",
            description =
                    "Where the capture was made, which decides what its addresses pay for: ${COMPLETION-CANDIDATES}"
                            + " (${DEFAULT-VALUE}: between border nodes and the Internet).")
    Point point = Point.BORDER;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Where to feed them to (or TURNPIKE_KAFKA_BOOTSTRAP; else what is up here).")
    @Nullable
    String kafka;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where `up --data` keeps its data, to find Kafka's address in.")
    @Nullable
    Path data;

    private final Map<String, String> environment = System.getenv();

    ObservationPoint observationPoint() {
        return point.observationPoint;
    }

    String bootstrapServers() throws IOException {
        if (kafka != null) {
            return kafka;
        }
        String given = environment.getOrDefault("TURNPIKE_KAFKA_BOOTSTRAP", "");
        return given.isBlank() ? ofWhatIsUp() : given;
    }

    private String ofWhatIsUp() throws IOException {
        Path directory = dataDirectory();
        List<String> brokers = new ArrayList<>();
        for (JsonNode part : state(directory).path("parts")) {
            if (part.path("name").asText().matches("kafka[0-9]*")) {
                brokers.add("127.0.0.1:" + part.path("port").asInt());
            }
        }
        if (brokers.isEmpty()) {
            throw new IOException("no Kafka is up on " + directory + ": say which with --kafka HOST:PORT");
        }
        return String.join(",", brokers);
    }

    private static JsonNode state(Path directory) throws IOException {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(directory.resolve("state.json")));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "nothing is up on " + directory + ": ./turnpike up, or say which Kafka with --kafka HOST:PORT", e);
        }
    }

    private Path dataDirectory() {
        if (data != null) {
            return data;
        }
        String given = environment.getOrDefault("TURNPIKE_DATA", "");
        if (!given.isBlank()) {
            return Path.of(given);
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
        return base.resolve("turnpike");
    }
}
