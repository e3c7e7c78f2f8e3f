-- Rows derived from states, stored in the transaction that stores the state. grain_key is the state's, source_version its version.

CREATE TABLE IF NOT EXISTS corporation_directory (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  name            TEXT NOT NULL,
  industry        TEXT NOT NULL,
  kind            TEXT NOT NULL,
  mode            INTEGER NOT NULL,
  stack           TEXT NOT NULL,
  recipe          TEXT NULL,
  created_at      INTEGER NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS corporation_directory_stack ON corporation_directory (stack, grain_key);
CREATE INDEX IF NOT EXISTS corporation_directory_industry ON corporation_directory (industry, grain_key);
CREATE INDEX IF NOT EXISTS corporation_directory_mode ON corporation_directory (mode, grain_key);

-- One row for each beginning by which a corporation is found: its id, and its name from every word on.
CREATE TABLE IF NOT EXISTS corporation_word (
  grain_key       TEXT NOT NULL,
  word            TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  PRIMARY KEY (grain_key, word)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS corporation_word_search ON corporation_word (word, grain_key);

-- What the gate and the writer itself need of a corporation; the writer reads a row in each transaction on that corporation's behalf.
CREATE TABLE IF NOT EXISTS corporation_fact (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  mode            INTEGER NOT NULL,
  stack           TEXT NOT NULL,
  changed_at      INTEGER NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS corporation_fact_change ON corporation_fact (changed_at, grain_key);

CREATE TABLE IF NOT EXISTS membership_by_user (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  user_id         TEXT NOT NULL,
  corporation     TEXT NOT NULL,
  role            TEXT NOT NULL,
  since           INTEGER NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS membership_by_user_user ON membership_by_user (user_id, corporation);

CREATE TABLE IF NOT EXISTS api_key_directory (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  key_id          TEXT NOT NULL,
  corporation     TEXT NOT NULL,
  name            TEXT NOT NULL,
  scopes          INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER NULL,
  revoked_at      INTEGER NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS api_key_directory_id ON api_key_directory (key_id);
CREATE INDEX IF NOT EXISTS api_key_directory_corporation ON api_key_directory (corporation, key_id);

CREATE TABLE IF NOT EXISTS stack_directory (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  stack           TEXT NOT NULL,
  kind            INTEGER NOT NULL,
  capacity        INTEGER NOT NULL,
  registered_at   INTEGER NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS stack_directory_stack ON stack_directory (stack);

-- Sagas that are not finished, and by when somebody has to look after them.
CREATE TABLE IF NOT EXISTS saga_pending (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  due_at          INTEGER NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS saga_pending_due ON saga_pending (kind, due_at);
