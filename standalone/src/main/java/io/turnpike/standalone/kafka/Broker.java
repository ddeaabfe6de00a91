package io.turnpike.standalone.kafka;

import io.turnpike.standalone.supervise.Ports;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One broker of the cluster, which is a controller too.
 *
 * @param id from 1; the first makes the topics
 */
record Broker(int id, int port, int controllerPort, int healthPort) {
    static Broker in(int id, Ports ports) throws IOException {
        var name = nameOf(id);
        return new Broker(id, ports.of(name), ports.of(name + "-controller"), ports.of(name + "-health"));
    }

    /** The first has the name that all parts wait for. */
    String name() {
        return nameOf(id);
    }

    private static String nameOf(int id) {
        return id == 1 ? Kafka.NAME : Kafka.NAME + id;
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    String voter() {
        return id + "@127.0.0.1:" + controllerPort;
    }

    /** As a word of a command line. */
    String word() {
        return port + ":" + controllerPort + ":" + healthPort;
    }

    static List<Broker> ofWords(List<String> words) {
        return IntStream.range(0, words.size())
                .mapToObj(index -> ofWord(index + 1, words.get(index)))
                .toList();
    }

    private static Broker ofWord(int id, String word) {
        var ports = List.of(word.split(":", 3)).stream().map(Integer::valueOf).toList();
        return new Broker(id, ports.get(0), ports.get(1), ports.get(2));
    }
}
