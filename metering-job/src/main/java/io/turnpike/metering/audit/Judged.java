package io.turnpike.metering.audit;

/**
 * A finding and how it stands; a later one of the same id takes its place.
 *
 * @param revision rises with every statement about the node
 */
public record Judged(Finding finding, Status status, long revision) {
    /** How a finding stands. Who writes one off does so in the API. */
    public enum Status {
        OPEN,
        /** What was missing came. */
        CLOSED_BY_EVIDENCE
    }
}
