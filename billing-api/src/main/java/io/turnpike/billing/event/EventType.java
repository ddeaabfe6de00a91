package io.turnpike.billing.event;

/** What can happen. */
public enum EventType {
    /** A limit is in the packet path of every node that enforces it. */
    LIMIT_APPLIED,
    /** A limit is out of the packet path, or a weaker one took its place. */
    LIMIT_LIFTED,
    /** The quota of the month is used up. */
    QUOTA_EXCEEDED
}
