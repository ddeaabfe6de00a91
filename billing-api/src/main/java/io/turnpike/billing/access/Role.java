package io.turnpike.billing.access;

/** What a key may do. */
public enum Role {
    /** Everything. */
    OPERATOR,
    /** Read what belongs to one account. */
    CUSTOMER
}
