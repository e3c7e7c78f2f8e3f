-- Drafts of layers of settings, listed newest first and counted while they wait.
CREATE TABLE IF NOT EXISTS settings_draft (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  layer           VARBINARY(200) NOT NULL,
  draft           VARBINARY(40) NOT NULL,
  phase           INT NOT NULL,
  has_ended       INT NOT NULL,
  kind            INT NOT NULL,
  author          VARCHAR(64) NOT NULL,
  reason          VARCHAR(500) NULL,
  needs_approval  INT NOT NULL,
  created_at      BIGINT NOT NULL,
  changed_at      BIGINT NOT NULL,
  effective_at    BIGINT NULL,
  PRIMARY KEY (grain_key),
  KEY settings_draft_layer (layer, draft),
  KEY settings_draft_phase (layer, phase, draft),
  KEY settings_draft_waiting (layer, has_ended)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
