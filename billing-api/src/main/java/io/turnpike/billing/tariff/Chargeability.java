package io.turnpike.billing.tariff;

/** What attribution says of charging; the plan has the last word except where it is never. */
public enum Chargeability {
    ALWAYS,
    BY_PLAN,
    NEVER
}
