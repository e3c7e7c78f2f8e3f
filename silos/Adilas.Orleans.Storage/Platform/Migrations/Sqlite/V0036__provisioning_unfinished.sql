-- Provisionings that ended neither ready nor undone: what an operator looks through. phase: 0 running, 2 failed, 3 being undone.
CREATE TABLE IF NOT EXISTS provisioning_unfinished (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  phase           INTEGER NOT NULL,
  step            TEXT NOT NULL,
  changed_at      INTEGER NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS provisioning_unfinished_phase ON provisioning_unfinished (phase, grain_key);
