-- Rows derived from states, stored in the transaction that stores the state. grain_key is the state's, source_version its version.

CREATE TABLE IF NOT EXISTS corporation_directory (
  grain_key       TEXT NOT NULL PRIMARY KEY,
  source_version  INTEGER NOT NULL,
  name            TEXT NOT NULL,
  industry        TEXT NOT NULL,
  kind            TEXT NOT NULL,
  mode            INTEGER NOT NULL,
  stack           TEXT NOT NULL,
  recipe          TEXT NULL,
  created_at      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS corporation_directory_stack ON corporation_directory (stack, grain_key);
CREATE INDEX IF NOT EXISTS corporation_directory_industry ON corporation_directory (industry, grain_key);
CREATE INDEX IF NOT EXISTS corporation_directory_mode ON corporation_directory (mode, grain_key);

-- One row for each beginning at which a corporation can be found: its id, and its name from every word on.
CREATE TABLE IF NOT EXISTS corporation_word (
  grain_key       TEXT NOT NULL,
  word            TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  PRIMARY KEY (grain_key, word)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS corporation_word_search ON corporation_word (word, grain_key);

-- What the gate and the writer itself need of a corporation; the writer reads a row in the transaction that commits on its behalf.
CREATE TABLE IF NOT EXISTS corporation_fact (
  grain_key       TEXT NOT NULL PRIMARY KEY,
  source_version  INTEGER NOT NULL,
  mode            INTEGER NOT NULL,
  stack           TEXT NOT NULL,
  changed_at      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS corporation_fact_change ON corporation_fact (changed_at, grain_key);
