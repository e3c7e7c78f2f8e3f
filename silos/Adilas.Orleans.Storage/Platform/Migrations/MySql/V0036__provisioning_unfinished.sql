-- Provisionings that ended neither ready nor undone: what an operator looks through. phase: 0 running, 2 failed, 3 being undone.
CREATE TABLE IF NOT EXISTS provisioning_unfinished (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  phase           INT NOT NULL,
  step            VARCHAR(64) NOT NULL,
  changed_at      BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY provisioning_unfinished_phase (phase, grain_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
