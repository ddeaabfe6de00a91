-- Times are UTC. An interval that lasts ends at 9999-12-31, except a binding's, whose end is then null, so that the
-- database itself can refuse a second open binding.

CREATE TABLE plans (
    id       text PRIMARY KEY,
    currency char(3) NOT NULL
);

-- The prices of a plan as declared at one time; in force from valid_from until the next version.
CREATE TABLE plan_versions (
    plan_id    text        NOT NULL REFERENCES plans,
    valid_from timestamptz NOT NULL,
    PRIMARY KEY (plan_id, valid_from)
);

CREATE TABLE prices (
    plan_id      text           NOT NULL,
    version_from timestamptz    NOT NULL,
    path         text           NOT NULL,
    direction    text           NOT NULL,
    unit         text           NOT NULL CHECK (unit IN ('GB', 'GiB')),
    unit_price   numeric(20, 10) NOT NULL CHECK (unit_price >= 0),
    valid_from   timestamptz    NOT NULL,
    valid_to     timestamptz    NOT NULL CHECK (valid_from < valid_to),
    PRIMARY KEY (plan_id, version_from, path, direction, valid_from),
    FOREIGN KEY (plan_id, version_from) REFERENCES plan_versions ON DELETE CASCADE
);

CREATE TABLE accounts (
    id        text PRIMARY KEY,
    name      text    NOT NULL,
    currency  char(3) NOT NULL,
    time_zone text    NOT NULL
);

CREATE TABLE subscriptions (
    account_id text        NOT NULL REFERENCES accounts,
    plan_id    text        NOT NULL REFERENCES plans,
    valid_from timestamptz NOT NULL,
    valid_to   timestamptz NOT NULL CHECK (valid_from < valid_to),
    PRIMARY KEY (account_id, valid_from)
);

-- Keys are random and long, so one round of SHA-256 is enough: there is nothing to guess.
CREATE TABLE api_keys (
    sha256     bytea PRIMARY KEY CHECK (length(sha256) = 32),
    name       text        NOT NULL,
    role       text        NOT NULL CHECK (role IN ('OPERATOR', 'CUSTOMER')),
    account_id text REFERENCES accounts,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    CHECK ((role = 'CUSTOMER') = (account_id IS NOT NULL))
);

CREATE TABLE resources (
    id               text PRIMARY KEY,
    number           integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    kind             text   NOT NULL,
    bound_to         text REFERENCES resources DEFERRABLE INITIALLY DEFERRED,
    local_addresses  text[] NOT NULL,
    registry_version bigint NOT NULL
);

CREATE TABLE bindings (
    binding_id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    resource_id      text        NOT NULL REFERENCES resources,
    account_id       text        NOT NULL REFERENCES accounts,
    vpc_id           integer     NOT NULL,
    public_address   inet,
    private_address  inet,
    public_bandwidth boolean     NOT NULL,
    valid_from       timestamptz NOT NULL,
    valid_to         timestamptz CHECK (valid_from <= valid_to)
);
CREATE UNIQUE INDEX one_open_binding_per_resource ON bindings (resource_id) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX one_open_binding_per_public_address ON bindings (public_address) WHERE valid_to IS NULL;
CREATE INDEX bindings_by_resource ON bindings (resource_id, binding_id);

CREATE TABLE listeners (
    resource_id text     NOT NULL REFERENCES resources,
    position    smallint NOT NULL,
    protocol    text     NOT NULL CHECK (protocol IN ('TCP', 'UDP')),
    port        integer  NOT NULL CHECK (port BETWEEN 1 AND 65535),
    PRIMARY KEY (resource_id, position),
    UNIQUE (resource_id, protocol, port)
);

CREATE TABLE backends (
    resource_id text     NOT NULL,
    listener    smallint NOT NULL,
    position    smallint NOT NULL,
    ecs_id      text     NOT NULL REFERENCES resources DEFERRABLE INITIALLY DEFERRED,
    port        integer  NOT NULL CHECK (port BETWEEN 1 AND 65535),
    weight      integer  NOT NULL CHECK (weight BETWEEN 0 AND 100),
    PRIMARY KEY (resource_id, listener, position),
    FOREIGN KEY (resource_id, listener) REFERENCES listeners ON DELETE CASCADE
);

-- One row. A sequence would leave holes when a transaction is rolled back.
CREATE TABLE registry_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version  bigint NOT NULL
);
INSERT INTO registry_version (version) VALUES (0);

CREATE TABLE outbox (
    registry_version bigint PRIMARY KEY,
    resource_id      text        NOT NULL REFERENCES resources,
    value            bytea       NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    published_at     timestamptz
);
CREATE INDEX outbox_unpublished ON outbox (registry_version) WHERE published_at IS NULL;

CREATE TABLE audit_log (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at               timestamptz NOT NULL,
    actor            text        NOT NULL,
    kind             text        NOT NULL,
    object_id        text        NOT NULL,
    change           text        NOT NULL,
    registry_version bigint      NOT NULL
);
