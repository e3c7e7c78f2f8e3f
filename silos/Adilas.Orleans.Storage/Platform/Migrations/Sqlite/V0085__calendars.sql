-- Where schedules stand. due_at: the first time that nobody has looked after. wake_at: when to look after it; none while it is held.
-- hold: 0 none, 1 by the corporation's mode. run_count and last_job are no part of what follows from the definition.
CREATE TABLE IF NOT EXISTS schedule_due (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  corporation     TEXT NOT NULL,
  name            TEXT NOT NULL,
  cron            TEXT NULL,
  zone            TEXT NULL,
  every_s         INTEGER NULL,
  at_time         INTEGER NULL,
  queue           TEXT NOT NULL,
  kind            TEXT NOT NULL,
  is_enabled      INTEGER NOT NULL,
  is_legal_duty   INTEGER NOT NULL,
  note            TEXT NULL,
  due_at          INTEGER NULL,
  wake_at         INTEGER NULL,
  hold            INTEGER NOT NULL,
  run_count       INTEGER NOT NULL DEFAULT 0,
  last_job        TEXT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS schedule_due_name ON schedule_due (corporation, name);
CREATE INDEX IF NOT EXISTS schedule_due_wake ON schedule_due (wake_at, grain_key);
CREATE INDEX IF NOT EXISTS schedule_due_hold ON schedule_due (corporation, hold);

-- What became of their times. kind: 0 started, 1 by hand, 2 missed (all until until_at), 3 overlapped.
CREATE TABLE IF NOT EXISTS schedule_run (
  corporation  TEXT NOT NULL,
  name         TEXT NOT NULL,
  due_at       INTEGER NOT NULL,
  kind         INTEGER NOT NULL,
  until_at     INTEGER NULL,
  job_id       TEXT NULL,
  handled_at   INTEGER NOT NULL,
  PRIMARY KEY (corporation, name, due_at)
) WITHOUT ROWID;
