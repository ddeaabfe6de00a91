package io.turnpike.standalone.supervise;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One process under supervision.
 *
 * @param name names the part in messages, and its log file
 * @param environment added to what the supervisor itself was given, less its variables {@code TURNPIKE_*}
 * @param readiness decides when the parts that depend on this one may start, and its health from then on
 * @param port the loopback port shown to people, 0 for none
 * @param dependencies names of parts that have to be ready before this one starts, and that stop after it
 * @param peer name of a part that does the same work; who needs that one stops before this one too. Empty: none
 * @param beforeStart runs before each start of the process
 * @param afterStop runs when the part has been stopped, and when leftovers of a killed supervisor are cleared
 */
public record Part(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path workingDirectory,
        Probe readiness,
        int port,
        List<String> dependencies,
        String peer,
        Step beforeStart,
        Step afterStop,
        StopWith stop) {
    public Part {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("a part's name is a-z, 0-9 and -: " + name);
        }
        if (command.isEmpty()) {
            throw new IllegalArgumentException(name + " has no command");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        dependencies = List.copyOf(dependencies);
    }

    public static PartBuilder named(String name) {
        return new PartBuilder(name);
    }
}
