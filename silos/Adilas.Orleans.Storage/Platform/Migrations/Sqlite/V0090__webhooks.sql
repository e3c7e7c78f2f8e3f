-- Endpoints, by which they are listed. Those that are disabled hold up their queue until kept_until.
CREATE TABLE IF NOT EXISTS webhook (
  grain_key         TEXT NOT NULL,
  source_version    INTEGER NOT NULL,
  corporation       TEXT NOT NULL,
  webhook_id        TEXT NOT NULL,
  queue             TEXT NOT NULL,
  url               TEXT NOT NULL,
  events            TEXT NOT NULL,
  description       TEXT NULL,
  is_enabled        INTEGER NOT NULL,
  disabled_reason   TEXT NULL,
  disabled_at       INTEGER NULL,
  kept_until        INTEGER NULL,
  failing_since     INTEGER NULL,
  failures          INTEGER NOT NULL,
  old_secret_until  INTEGER NULL,
  created_at        INTEGER NOT NULL,
  changed_at        INTEGER NOT NULL,
  changed_by        TEXT NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS webhook_id ON webhook (corporation, webhook_id);

-- What they want to hear of: each event of a corporation is looked up in here, by its own name, its group's and '*'.
CREATE TABLE IF NOT EXISTS webhook_event (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  pattern         TEXT NOT NULL,
  corporation     TEXT NOT NULL,
  webhook_id      TEXT NOT NULL,
  queue           TEXT NOT NULL,
  collects_until  INTEGER NOT NULL,
  PRIMARY KEY (grain_key, pattern)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS webhook_event_pattern ON webhook_event (corporation, pattern);
