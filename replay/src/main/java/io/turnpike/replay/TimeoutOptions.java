package io.turnpike.replay;

import io.turnpike.replay.flow.FlowTimeouts;
import picocli.CommandLine.Option;

/** When a flow is over. */
final class TimeoutOptions {
    private static final String SECONDS = "SECONDS";

    @Option(
            names = "--established-timeout",
            paramLabel = SECONDS,
            description = "A TCP connection that was idle for so long is over (${DEFAULT-VALUE}).")
    int establishedSeconds = FlowTimeouts.DEFAULT.establishedSeconds();

    @Option(
            names = "--opening-timeout",
            paramLabel = SECONDS,
            description = "The same while it was never answered (${DEFAULT-VALUE}).")
    int openingSeconds = FlowTimeouts.DEFAULT.openingSeconds();

    @Option(
            names = "--closed-timeout",
            paramLabel = SECONDS,
            description = "The same when it was closed (${DEFAULT-VALUE}).")
    int closedSeconds = FlowTimeouts.DEFAULT.closedSeconds();

    @Option(
            names = "--idle-timeout",
            paramLabel = SECONDS,
            description = "The same for UDP and all else (${DEFAULT-VALUE}).")
    int otherSeconds = FlowTimeouts.DEFAULT.otherSeconds();

    FlowTimeouts timeouts() {
        return new FlowTimeouts(establishedSeconds, openingSeconds, closedSeconds, otherSeconds);
    }
}
