package io.turnpike.standalone;

import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.Ports;
import io.turnpike.standalone.supervise.Secrets;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a source of parts builds them from.
 *
 * @param environment where the engines are, as the variables of the process contract ({@code TURNPIKE_KAFKA_BOOTSTRAP}
 *     and so on)
 * @param say tells people of something long that goes on
 */
public record Surroundings(
        DataDirectory data, Ports ports, Secrets secrets, Map<String, String> environment, Consumer<String> say) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
