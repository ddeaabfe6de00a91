package io.turnpike.standalone.kafka;

import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.Ports;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Kafka as a part, with the topics of the wire contract. */
public record Kafka(DataDirectory data, int port, int controllerPort, int healthPort) {
    public static final String NAME = "kafka";

    public static Kafka in(DataDirectory data, Ports ports) throws IOException {
        return new Kafka(data, ports.of(NAME), ports.of("kafka-controller"), ports.of("kafka-health"));
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** What its clients need to know. */
    public Map<String, String> environment() {
        return Map.of("TURNPIKE_KAFKA_BOOTSTRAP", bootstrap());
    }

    public Part part() {
        return Part.named(NAME)
                .command(JavaCommand.ofThisClassPath(
                        List.of("-Xms64m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                        KafkaBroker.class,
                        data.of(NAME).toString(),
                        Integer.toString(port),
                        Integer.toString(controllerPort),
                        Integer.toString(healthPort)))
                .environment(JavaCommand.THIS_CLASS_PATH)
                .workingDirectory(data.root())
                .readyWhen(new HttpProbe(URI.create("http://127.0.0.1:" + healthPort + "/health")))
                .port(port)
                .build();
    }
}
