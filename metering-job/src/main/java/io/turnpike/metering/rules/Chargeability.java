package io.turnpike.metering.rules;

/** Whether an octet can cost anything; what it costs is the plan's business. */
public enum Chargeability {
    /** Every plan prices it. */
    ALWAYS,
    /** Charged if the account's plan prices the path and direction. */
    BY_PLAN,
    /** Free under every plan. */
    NEVER
}
