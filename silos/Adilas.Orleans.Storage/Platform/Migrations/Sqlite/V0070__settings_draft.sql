-- Drafts of layers of settings, listed newest first and counted while they wait.
CREATE TABLE IF NOT EXISTS settings_draft (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  layer           TEXT NOT NULL,
  draft           TEXT NOT NULL,
  phase           INTEGER NOT NULL,
  has_ended       INTEGER NOT NULL,
  kind            INTEGER NOT NULL,
  author          TEXT NOT NULL,
  reason          TEXT NULL,
  needs_approval  INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL,
  effective_at    INTEGER NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS settings_draft_layer ON settings_draft (layer, draft);
CREATE INDEX IF NOT EXISTS settings_draft_phase ON settings_draft (layer, phase, draft);
CREATE INDEX IF NOT EXISTS settings_draft_waiting ON settings_draft (layer, has_ended);
