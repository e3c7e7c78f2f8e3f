-- Layers in which something is set, listed by kind and name. Of those that are there already it is not known who changed them.
CREATE TABLE IF NOT EXISTS settings_layer (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  kind            INTEGER NOT NULL,
  name            TEXT NOT NULL,
  changed_at      INTEGER NOT NULL,
  actor           TEXT NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS settings_layer_name ON settings_layer (kind, name);

INSERT INTO settings_layer (grain_key, source_version, kind, name, changed_at, actor)
SELECT grain_key, source_version,
  CASE WHEN grain_key = '~system' THEN 0 WHEN grain_key LIKE '~industry/%' THEN 1 WHEN grain_key LIKE '~theme/%' THEN 2
    WHEN grain_key LIKE '~plan/%' THEN 3 WHEN grain_key LIKE '~stack/%' THEN 4 WHEN grain_key LIKE '~user/%' THEN 8
    WHEN grain_key LIKE '%/role/%' THEN 6 WHEN grain_key LIKE '%/user/%' THEN 7 ELSE 5 END,
  CASE WHEN grain_key = '~system' THEN '' WHEN grain_key LIKE '~%' THEN SUBSTR(grain_key, INSTR(grain_key, '/') + 1)
    ELSE REPLACE(REPLACE(grain_key, '/role/', ':'), '/user/', ':') END,
  changed_at, ''
FROM settings_version;

-- Drafts across layers, newest first: all, and those of one corporation.
ALTER TABLE settings_draft ADD COLUMN corporation TEXT NOT NULL DEFAULT '';
UPDATE settings_draft SET corporation = CASE WHEN INSTR(layer, '/') > 0 THEN SUBSTR(layer, 1, INSTR(layer, '/') - 1) ELSE layer END
WHERE layer NOT LIKE '~%';
CREATE INDEX IF NOT EXISTS settings_draft_all ON settings_draft (has_ended, draft);
CREATE INDEX IF NOT EXISTS settings_draft_all_phase ON settings_draft (phase, draft);
CREATE INDEX IF NOT EXISTS settings_draft_corporation ON settings_draft (corporation, has_ended, draft);
CREATE INDEX IF NOT EXISTS settings_draft_corporation_phase ON settings_draft (corporation, phase, draft);
