-- Layers in which something is set, listed by kind and name. Of those that are there already it is not known who changed them.
CREATE TABLE IF NOT EXISTS settings_layer (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  kind            INT NOT NULL,
  name            VARBINARY(100) NOT NULL,
  changed_at      BIGINT NOT NULL,
  actor           VARCHAR(64) NOT NULL,
  PRIMARY KEY (grain_key),
  KEY settings_layer_name (kind, name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO settings_layer (grain_key, source_version, kind, name, changed_at, actor)
SELECT grain_key, source_version,
  CASE WHEN grain_key = '~system' THEN 0 WHEN grain_key LIKE '~industry/%' THEN 1 WHEN grain_key LIKE '~theme/%' THEN 2
    WHEN grain_key LIKE '~plan/%' THEN 3 WHEN grain_key LIKE '~stack/%' THEN 4 WHEN grain_key LIKE '~user/%' THEN 8
    WHEN grain_key LIKE '%/role/%' THEN 6 WHEN grain_key LIKE '%/user/%' THEN 7 ELSE 5 END,
  CASE WHEN grain_key = '~system' THEN '' WHEN grain_key LIKE '~%' THEN SUBSTRING(grain_key, LOCATE('/', grain_key) + 1)
    ELSE REPLACE(REPLACE(grain_key, '/role/', ':'), '/user/', ':') END,
  changed_at, ''
FROM settings_version;

-- Drafts across layers, newest first: all, and those of one corporation.
ALTER TABLE settings_draft ADD COLUMN corporation VARBINARY(40) NOT NULL DEFAULT '',
  ADD KEY settings_draft_all (has_ended, draft),
  ADD KEY settings_draft_all_phase (phase, draft),
  ADD KEY settings_draft_corporation (corporation, has_ended, draft),
  ADD KEY settings_draft_corporation_phase (corporation, phase, draft);
UPDATE settings_draft SET corporation = SUBSTRING_INDEX(layer, '/', 1) WHERE layer NOT LIKE '~%';
