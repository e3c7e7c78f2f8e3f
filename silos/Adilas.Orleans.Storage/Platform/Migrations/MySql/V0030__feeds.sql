-- When each layer of settings and each membership last changed: what feeds read, and front ends compare their copies with.

CREATE TABLE IF NOT EXISTS settings_version (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  shard           INT NOT NULL,
  changed_at      BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY settings_version_change (shard, changed_at, grain_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS membership_version (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  changed_at      BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY membership_version_change (changed_at, grain_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
