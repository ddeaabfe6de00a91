-- Findings of the audit that somebody does not wait for any more. It holds for the revision that was looked at.
CREATE TABLE audit_write_offs (
    finding_id text        NOT NULL,
    revision   bigint      NOT NULL,
    at         timestamptz NOT NULL,
    actor      text        NOT NULL,
    reason     text        NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (finding_id, revision)
);
