package io.turnpike.standalone.kafka;

import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.HttpProbe;
import io.turnpike.standalone.supervise.JavaCommand;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.Ports;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Kafka as one part or several, with the topics of the wire contract. */
public record Kafka(DataDirectory data, List<Broker> brokers) {
    /** The part that is ready when the topics are there. */
    public static final String NAME = "kafka";

    public Kafka {
        brokers = List.copyOf(brokers);
    }

    /** So many brokers, which are the quorum of controllers too. */
    public static Kafka in(DataDirectory data, Ports ports, int brokers) throws IOException {
        var all = new ArrayList<Broker>();
        for (int id = 1; id <= brokers; id++) {
            all.add(Broker.in(id, ports));
        }
        return new Kafka(data, all);
    }

    public String bootstrap() {
        return brokers.stream().map(Broker::bootstrap).collect(Collectors.joining(","));
    }

    /** What its clients need to know. */
    public Map<String, String> environment() {
        return Map.of("TURNPIKE_KAFKA_BOOTSTRAP", bootstrap());
    }

    public List<Part> parts() {
        return brokers.stream().map(this::part).toList();
    }

    private Part part(Broker broker) {
        return Part.named(broker.name())
                .command(JavaCommand.ofThisClassPath(jvm(), KafkaBroker.class, arguments(broker)))
                .environment(JavaCommand.THIS_CLASS_PATH)
                .workingDirectory(data.root())
                .beforeStart(() -> ClusterId.require(data.of(NAME)))
                .readyWhen(new HttpProbe(URI.create("http://127.0.0.1:" + broker.healthPort() + "/health")))
                .port(broker.port())
                .peerOf(NAME)
                .build();
    }

    /** One of several is there to be there, not to be fast: half of what its start costs is the second compiler's. */
    private List<String> jvm() {
        var options = new ArrayList<>(List.of("-Xms64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        options.addAll(brokers.size() == 1 ? List.of("-Xmx320m") : List.of("-Xmx224m", "-XX:TieredStopAtLevel=1"));
        return options;
    }

    private String[] arguments(Broker broker) {
        var arguments = new ArrayList<>(List.of(
                ClusterId.file(data.of(NAME)).toString(),
                data.of(broker.name()).toString(),
                Integer.toString(broker.id())));
        brokers.forEach(each -> arguments.add(each.word()));
        return arguments.toArray(String[]::new);
    }
}
