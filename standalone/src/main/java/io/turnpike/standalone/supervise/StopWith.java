package io.turnpike.standalone.supervise;

import java.util.List;

/** How a part is asked to end. A part that does not is killed after a while, with all it started. */
public sealed interface StopWith {
    /** SIGTERM. */
    record Signal() implements StopWith {}

    /** End of its standard input; it then ends too when the supervisor is killed. */
    record ClosedInput() implements StopWith {}

    /** A command of its own. */
    record Command(List<String> words) implements StopWith {
        public Command {
            words = List.copyOf(words);
        }
    }
}
