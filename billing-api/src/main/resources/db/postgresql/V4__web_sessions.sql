-- Who is signed in on the pages. The token is random and long; a session without a key is the local user's.
CREATE TABLE web_sessions (
    sha256     bytea PRIMARY KEY CHECK (length(sha256) = 32),
    api_key    bytea REFERENCES api_keys,
    expires_at timestamptz NOT NULL
);
CREATE INDEX web_sessions_by_expiry ON web_sessions (expires_at);
