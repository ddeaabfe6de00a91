package io.turnpike.billing.audit;

/** How a finding stands. */
public enum AuditStatus {
    OPEN,
    /** What was missing came. */
    CLOSED_BY_EVIDENCE,
    /** Somebody said, by name and with a reason, that it is not waited for. */
    WRITTEN_OFF
}
