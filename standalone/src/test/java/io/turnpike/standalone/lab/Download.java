package io.turnpike.standalone.lab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * A download by client1 from the load balancer, from a port of its own, so that it is known which director forwards it.
 *
 * <p>It prints how many octets came.
 *
 * @param rate at most so much a second, as curl takes it
 */
@NullMarked
record Download(String file, int port, String rate) {
    static Download of(String file, int port) {
        return new Download(file, port, "1G");
    }

    Download limited(String to) {
        return new Download(file, port, to);
    }

    List<String> command() {
        List<String> words = new ArrayList<>(List.of("curl", "-sS", "-f", "-o", "/dev/null", "--max-time", "100"));
        words.addAll(List.of("-w", "%{size_download}"));
        words.addAll(List.of("--local-port", Integer.toString(port), "--limit-rate", rate));
        words.add("http://" + Topology.VIP + file);
        return Lab.inside("client1", words);
    }
}
