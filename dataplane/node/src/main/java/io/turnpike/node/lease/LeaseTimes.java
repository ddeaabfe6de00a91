package io.turnpike.node.lease;

/** How long things take among nodes that lease. */
final class LeaseTimes {
    /** Between two messages of a node that has something to say. */
    static final long ROUND_NANOS = 100_000_000L;

    /** How long a loan lasts, from the moment at which the borrower sent what the loan answers. */
    static final long LOAN_NANOS = 1_000_000_000L;

    /** The lender counts from later, and 5 % longer: clocks may differ in their rates by that much. */
    static final long LENT_NANOS = LOAN_NANOS + LOAN_NANOS / 20;

    /** In which all nodes learn of another registry, and loans of before have ended. */
    static final long SETTLE_NANOS = 3_000_000_000L;

    private LeaseTimes() {}
}
