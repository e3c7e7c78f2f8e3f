-- Corporations whose profiles are copied to Redis, with the layers that apply to each.

CREATE TABLE IF NOT EXISTS corporation_published (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  mode            INTEGER NOT NULL,
  industry        TEXT NOT NULL,
  theme           TEXT NULL,
  plan            TEXT NULL,
  stack           TEXT NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
