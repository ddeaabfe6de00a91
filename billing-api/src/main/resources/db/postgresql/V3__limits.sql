-- The limit loop. One row: each of the loop's transactions raises the generation, so that of two processes that run it at
-- once the one that was overtaken finds out before it writes anything.
CREATE TABLE limit_loop (
    only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    generation    bigint NOT NULL,
    limit_version bigint NOT NULL
);
INSERT INTO limit_loop (generation, limit_version) VALUES (0, 0);

-- Where reading of the topic usage goes on; written together with what was counted up to there.
CREATE TABLE usage_offsets (
    partition   integer PRIMARY KEY,
    next_offset bigint NOT NULL
);

-- The newest report of each node.
CREATE TABLE usage_nodes (
    node               text PRIMARY KEY,
    reported_at        timestamptz NOT NULL,
    limits_version     bigint      NOT NULL,
    observation_points text        NOT NULL
);

-- Up to where each cumulative cell (direction OUT, at the resource's charged observation point) was counted.
CREATE TABLE usage_cells (
    node            text        NOT NULL,
    counters_epoch  bigint      NOT NULL,
    resource_number integer     NOT NULL,
    binding_id      integer     NOT NULL,
    octets          bigint      NOT NULL CHECK (octets >= 0),
    counted_at      timestamptz NOT NULL,
    PRIMARY KEY (node, counters_epoch, resource_number, binding_id)
);

-- Octets out in a calendar month of the account, and the quota whose being used up was told.
CREATE TABLE month_octets (
    resource_number integer NOT NULL,
    account_id      text    NOT NULL,
    month           date    NOT NULL,
    octets          bigint  NOT NULL CHECK (octets >= 0),
    exceeded_quota  bigint,
    PRIMARY KEY (resource_number, account_id, month)
);

CREATE TABLE manual_limits (
    resource_id         text PRIMARY KEY REFERENCES resources,
    out_bits_per_second bigint      NOT NULL CHECK (out_bits_per_second >= 0),
    in_bits_per_second  bigint      NOT NULL CHECK (in_bits_per_second >= 0),
    actor               text        NOT NULL,
    since               timestamptz NOT NULL,
    CHECK (out_bits_per_second > 0 OR in_bits_per_second > 0)
);

-- A quota limit that a person lifted: until the month ends or the quota is another.
CREATE TABLE quota_waivers (
    resource_id  text PRIMARY KEY REFERENCES resources,
    month        date        NOT NULL,
    quota_octets bigint      NOT NULL,
    actor        text        NOT NULL,
    since        timestamptz NOT NULL
);

-- The newest limit of each resource that ever had one, at the same time the outbox of the topic limits; 0 is no limit.
CREATE TABLE limits (
    resource_id         text PRIMARY KEY REFERENCES resources,
    resource_number     integer     NOT NULL,
    version             bigint      NOT NULL UNIQUE,
    out_bits_per_second bigint      NOT NULL,
    in_bits_per_second  bigint      NOT NULL,
    reason              text        NOT NULL,
    since               timestamptz NOT NULL,
    published           boolean     NOT NULL,
    -- When every node had it; what the nodes had last.
    applied_at          timestamptz,
    applied_out         bigint      NOT NULL,
    applied_in          bigint      NOT NULL,
    applied_reason      text        NOT NULL
);
CREATE INDEX limits_unpublished ON limits (version) WHERE NOT published;

CREATE TABLE events (
    position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          text        NOT NULL UNIQUE,
    at          timestamptz NOT NULL,
    type        text        NOT NULL,
    resource_id text        NOT NULL REFERENCES resources,
    account_id  text        NOT NULL REFERENCES accounts,
    data        jsonb       NOT NULL
);
CREATE INDEX events_of_account ON events (account_id, position);
CREATE INDEX events_of_resource ON events (resource_id, position);

-- The secret is kept as it is, since every message is signed with it. Without account: an operator's, of all accounts.
CREATE TABLE webhooks (
    id              text PRIMARY KEY,
    account_id      text REFERENCES accounts,
    url             text        NOT NULL,
    secret          bytea       NOT NULL CHECK (length(secret) BETWEEN 24 AND 64),
    events          text[]      NOT NULL,
    created_at      timestamptz NOT NULL,
    disabled_at     timestamptz,
    disabled_reason text
);

-- What is still to be sent has an instant of its next attempt.
CREATE TABLE webhook_deliveries (
    webhook_id      text        NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event_id        text        NOT NULL,
    body            text        NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    attempted_at    timestamptz,
    next_attempt_at timestamptz,
    delivered_at    timestamptz,
    outcome         text,
    PRIMARY KEY (webhook_id, event_id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
