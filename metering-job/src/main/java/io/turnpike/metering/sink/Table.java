package io.turnpike.metering.sink;

import java.util.List;

/**
 * The tables that the job writes, with their columns in the order of a row's encoding. Blocks of one checkpoint are
 * inserted in the order of the constants: progress last, so that it never promises rows that are still to come.
 */
public enum Table {
    USAGE_1M(
            "usage_1m",
            "minute",
            "account",
            "resource",
            "binding_id",
            "path",
            "direction",
            "rule",
            "reason",
            "chargeability",
            "octets",
            "packets",
            "registry_version",
            "row_version"),
    USAGE_LATE(
            "usage_late",
            "minute",
            "account",
            "resource",
            "binding_id",
            "path",
            "direction",
            "rule",
            "reason",
            "chargeability",
            "octets",
            "packets",
            "registry_version",
            "node",
            "boot_epoch",
            "sequence"),
    CELLS(
            "cells",
            "node",
            "counters_epoch",
            "observation_point",
            "resource",
            "resource_number",
            "binding_id",
            "direction",
            "octets",
            "packets",
            "interval_end"),
    AUDIT(
            "audit",
            "id",
            "kind",
            "status",
            "node",
            "boot_epoch",
            "first_sequence",
            "last_sequence",
            "interface_name",
            "direction",
            "started_at",
            "ended_at",
            "amount_known",
            "octets",
            "packets",
            "found_at",
            "revision"),
    AUDIT_TOTALS(
            "audit_totals",
            "node",
            "counters_epoch",
            "interface_name",
            "direction",
            "hour",
            "interval_end",
            "counted_octets",
            "counted_packets",
            "accounted_octets",
            "accounted_packets",
            "session_octets",
            "dropped_octets",
            "answered_octets",
            "node_octets",
            "link_octets",
            "handed_over_octets",
            "unmetered_octets"),
    PROGRESS(
            "progress",
            "node",
            "boot_epoch",
            "next_sequence",
            "interval_end",
            "registry_version",
            "updated_at",
            "missing_batches",
            "holes");

    private final String tableName;

    @SuppressWarnings("ImmutableEnumChecker") // A copy of ours, which cannot be changed.
    private final List<String> columns;

    Table(String tableName, String... columns) {
        this.tableName = tableName;
        this.columns = List.of(columns);
    }

    public String tableName() {
        return tableName;
    }

    public List<String> columns() {
        return columns;
    }
}
