-- What the metering job writes. Every table replaces rows by their sorting key, so an insert repeated changes nothing;
-- the deduplication window lets the server refuse the repetition outright. Readers use FINAL.
-- ${...} is what differs between one server and a cluster: see SchemaTemplate.

-- Octets by minute and key: a row is the total of its key in that minute, and a newer row_version replaces an older one.
CREATE TABLE IF NOT EXISTS usage_1m ${on_cluster}
(
    minute           DateTime('UTC'),
    account          String,
    resource         String,
    binding_id       UInt32,
    path             LowCardinality(String),
    direction        LowCardinality(String),
    rule             LowCardinality(String),
    reason           LowCardinality(String),
    chargeability    LowCardinality(String),
    octets           UInt64,
    packets          UInt64,
    registry_version UInt64,
    row_version      UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(row_version)
PARTITION BY toYYYYMM(minute)
ORDER BY (account, resource, minute, binding_id, path, direction, rule, reason)
SETTINGS ${deduplication_window} = 10000;

-- What came for a minute that the job no longer held: each row adds to the minute's total.
CREATE TABLE IF NOT EXISTS usage_late ${on_cluster}
(
    minute           DateTime('UTC'),
    account          String,
    resource         String,
    binding_id       UInt32,
    path             LowCardinality(String),
    direction        LowCardinality(String),
    rule             LowCardinality(String),
    reason           LowCardinality(String),
    chargeability    LowCardinality(String),
    octets           UInt64,
    packets          UInt64,
    registry_version UInt64,
    node             String,
    boot_epoch       UInt64,
    sequence         UInt64
)
ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY toYYYYMM(minute)
ORDER BY (account, resource, minute, binding_id, path, direction, rule, reason, node, boot_epoch, sequence)
SETTINGS ${deduplication_window} = 10000;

-- The nodes' own truth, counted apart from sessions: cumulative within an epoch of the node's counters.
CREATE TABLE IF NOT EXISTS cells ${on_cluster}
(
    node              String,
    counters_epoch    UInt64,
    observation_point LowCardinality(String),
    resource          String,
    resource_number   UInt32,
    binding_id        UInt32,
    direction         LowCardinality(String),
    octets            UInt64,
    packets           UInt64,
    interval_end      DateTime64(3, 'UTC')
)
ENGINE = ${replicated}ReplacingMergeTree(interval_end)
ORDER BY (resource, node, counters_epoch, observation_point, resource_number, binding_id, direction)
SETTINGS ${deduplication_window} = 10000;

-- How far each process of each node is metered.
CREATE TABLE IF NOT EXISTS progress ${on_cluster}
(
    node             String,
    boot_epoch       UInt64,
    next_sequence    UInt64,
    interval_end     DateTime64(3, 'UTC'),
    registry_version UInt64,
    updated_at       DateTime64(3, 'UTC')
)
ENGINE = ${replicated}ReplacingMergeTree(next_sequence)
ORDER BY (node, boot_epoch)
SETTINGS ${deduplication_window} = 10000;
