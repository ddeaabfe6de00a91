package io.turnpike.standalone.supervise;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a supervisor leaves on disk for others: for {@code status}, for the command line client, and for the next run
 * to clean up after it.
 *
 * @param ready whether every part has been ready once
 * @param links addresses and files for people and for the client, by name: {@code url}, {@code keyFile},
 * {@code passwordFile}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StackState(
        ProcessIdentity supervisor,
        long startedMillis,
        boolean ready,
        Map<String, String> links,
        List<PartState> parts) {
    public StackState {
        Objects.requireNonNull(supervisor, "supervisor");
        links = Map.copyOf(links);
        parts = List.copyOf(parts);
    }

    public boolean isRunning() {
        return supervisor.isAlive();
    }

    public boolean isHealthy() {
        return isRunning() && ready && parts.stream().allMatch(PartState::isHealthy);
    }
}
