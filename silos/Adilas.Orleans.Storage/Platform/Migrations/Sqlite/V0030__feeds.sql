-- When each layer of settings and each membership last changed: what feeds read, and front ends compare their copies with.

CREATE TABLE IF NOT EXISTS settings_version (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  shard           INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS settings_version_change ON settings_version (shard, changed_at, grain_key);

CREATE TABLE IF NOT EXISTS membership_version (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS membership_version_change ON membership_version (changed_at, grain_key);
