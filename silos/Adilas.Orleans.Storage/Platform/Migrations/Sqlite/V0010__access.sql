-- More rows derived from states; see V0002.

CREATE TABLE IF NOT EXISTS membership_by_user (
  grain_key       TEXT NOT NULL PRIMARY KEY,
  source_version  INTEGER NOT NULL,
  user_id         TEXT NOT NULL,
  corporation     TEXT NOT NULL,
  role            TEXT NOT NULL,
  since           INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS membership_by_user_user ON membership_by_user (user_id, corporation);

CREATE TABLE IF NOT EXISTS stack_directory (
  grain_key       TEXT NOT NULL PRIMARY KEY,
  source_version  INTEGER NOT NULL,
  stack           TEXT NOT NULL,
  kind            INTEGER NOT NULL,
  capacity        INTEGER NOT NULL,
  registered_at   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS api_key_directory (
  grain_key       TEXT NOT NULL PRIMARY KEY,
  source_version  INTEGER NOT NULL,
  key_id          TEXT NOT NULL,
  corporation     TEXT NOT NULL,
  name            TEXT NOT NULL,
  scopes          INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER NULL,
  revoked_at      INTEGER NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS api_key_directory_id ON api_key_directory (key_id);
CREATE INDEX IF NOT EXISTS api_key_directory_corporation ON api_key_directory (corporation, key_id);

-- Sagas that are not finished: what a dispatcher has to wake.
CREATE TABLE IF NOT EXISTS saga_pending (
  grain_key       TEXT NOT NULL PRIMARY KEY,
  source_version  INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  due_at          INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS saga_pending_due ON saga_pending (kind, due_at);
CREATE INDEX IF NOT EXISTS saga_pending_key ON saga_pending (kind, grain_key);

-- What the gate refused, summed by the minute.
CREATE TABLE IF NOT EXISTS refusal_count (
  minute   INTEGER NOT NULL,
  subject  TEXT NOT NULL,
  actor    TEXT NOT NULL,
  action   TEXT NOT NULL,
  code     TEXT NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (minute, subject, actor, action, code)
) WITHOUT ROWID;

-- Secrets that the runtime made for itself, hidden with the keys of the Secrets section.
CREATE TABLE IF NOT EXISTS platform_secret (
  name     TEXT NOT NULL PRIMARY KEY,
  wrapped  BLOB NOT NULL
) WITHOUT ROWID;
