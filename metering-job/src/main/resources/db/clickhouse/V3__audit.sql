-- What the audit found: a hole in the chain of a node's batches, or a difference between what was counted and what became
-- of it. The newest revision of an id is what holds.
CREATE TABLE IF NOT EXISTS audit ${on_cluster}
(
    id             String,
    kind           LowCardinality(String),
    status         LowCardinality(String),
    node           String,
    boot_epoch     UInt64,
    first_sequence UInt64,
    last_sequence  Int64,
    interface_name String,
    direction      LowCardinality(String),
    started_at     DateTime64(3, 'UTC'),
    ended_at       DateTime64(3, 'UTC'),
    amount_known   UInt32,
    octets         Int64,
    packets        Int64,
    found_at       DateTime64(3, 'UTC'),
    revision       UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
ORDER BY id
SETTINGS ${deduplication_window} = 10000;

-- What was looked at: all that an interface counted up to its newest interval of the hour, and all that has a fate.
-- Cumulative within an epoch of the node's counters. The interface `records` stands for the cells of all resources, and
-- what is in records of that.
CREATE TABLE IF NOT EXISTS audit_totals ${on_cluster}
(
    node                  String,
    counters_epoch        UInt64,
    interface_name        String,
    direction             LowCardinality(String),
    hour                  DateTime('UTC'),
    interval_end          DateTime64(3, 'UTC'),
    counted_octets        UInt64,
    counted_packets       UInt64,
    accounted_octets      UInt64,
    accounted_packets     UInt64,
    session_octets        UInt64,
    dropped_octets        UInt64,
    answered_octets       UInt64,
    node_octets           UInt64,
    link_octets           UInt64,
    handed_over_octets    UInt64,
    unmetered_octets      UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(interval_end)
PARTITION BY toYYYYMM(hour)
ORDER BY (node, counters_epoch, interface_name, direction, hour)
TTL hour + INTERVAL 400 DAY
SETTINGS ${deduplication_window} = 10000;
