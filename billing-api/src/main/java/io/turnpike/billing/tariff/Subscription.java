package io.turnpike.billing.tariff;

/** An account's use of a plan for a time. */
public record Subscription(Plan plan, Validity validity) {}
