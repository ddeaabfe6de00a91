package io.turnpike.node.health;

/** What came of a probe. */
sealed interface ProbeOutcome {
    /** The server answered as it should. */
    record Good() implements ProbeOutcome {}

    /**
     * It did not.
     *
     * @param why for people, such as {@code connection refused}
     */
    record Bad(String why) implements ProbeOutcome {}

    /** This node could not even send it, which says nothing of the server. */
    record NotSent(String why) implements ProbeOutcome {}

    ProbeOutcome GOOD = new Good();
}
