-- Changes of many jobs that go on by themselves, listed newest first and counted while they run.
CREATE TABLE IF NOT EXISTS bulk_operation (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  corporation     TEXT NOT NULL,
  operation       TEXT NOT NULL,
  verb            INTEGER NOT NULL,
  phase           INTEGER NOT NULL,
  job_state       INTEGER NULL,
  kind            TEXT NULL,
  queue           TEXT NULL,
  from_at         INTEGER NULL,
  to_at           INTEGER NULL,
  ordered_by      TEXT NOT NULL,
  ordered_at      INTEGER NOT NULL,
  expected        INTEGER NOT NULL,
  done            INTEGER NOT NULL,
  skipped         INTEGER NOT NULL,
  ended_at        INTEGER NULL,
  ended_by        TEXT NULL,
  problem         TEXT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bulk_operation_newest ON bulk_operation (corporation, operation);
CREATE INDEX IF NOT EXISTS bulk_operation_phase ON bulk_operation (corporation, phase);
