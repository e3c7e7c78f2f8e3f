-- Which shared layers of settings apply to each corporation: counted before one of them is changed.

CREATE TABLE IF NOT EXISTS corporation_layer (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  industry        TEXT NOT NULL,
  theme           TEXT NULL,
  plan            TEXT NULL,
  stack           TEXT NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS corporation_layer_industry ON corporation_layer (industry);
CREATE INDEX IF NOT EXISTS corporation_layer_theme ON corporation_layer (theme);
CREATE INDEX IF NOT EXISTS corporation_layer_plan ON corporation_layer (plan);
CREATE INDEX IF NOT EXISTS corporation_layer_stack ON corporation_layer (stack);
