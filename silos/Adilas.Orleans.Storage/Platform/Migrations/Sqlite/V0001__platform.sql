-- Text compares byte by byte here, so ids that differ only in case, accent or a trailing space stay apart.
-- Times are microseconds since 1970, UTC.

-- The fence: one writer gets a version. Its order also serves whoever reads one state's versions from the newest on.
CREATE TABLE IF NOT EXISTS journal (
  position      INTEGER PRIMARY KEY AUTOINCREMENT,
  service       TEXT NOT NULL,
  grain_type    TEXT NOT NULL,
  state_name    TEXT NOT NULL,
  grain_key     TEXT NOT NULL,
  version       INTEGER NOT NULL,
  write_id      BLOB NOT NULL,
  written_at    INTEGER NOT NULL,
  corporation   TEXT NOT NULL,
  actor         TEXT NOT NULL,
  on_behalf_of  TEXT NULL,
  action        TEXT NOT NULL,
  trace_id      BLOB NULL,
  is_tombstone  INTEGER NOT NULL,
  is_thinned    INTEGER NOT NULL DEFAULT 0,
  prev_hash     BLOB NULL,
  payload_hash  BLOB NULL,
  hash          BLOB NOT NULL,
  payload       BLOB NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS journal_fence ON journal (service, state_name, grain_key, version, grain_type);
CREATE INDEX IF NOT EXISTS journal_corporation ON journal (corporation, position);

-- Effects. The writer fills created_at.
CREATE TABLE IF NOT EXISTS operation_result (
  caller        TEXT NOT NULL,
  operation_id  TEXT NOT NULL,
  request_hash  TEXT NOT NULL,
  corporation   TEXT NOT NULL,
  answer        BLOB NOT NULL,
  created_at    INTEGER NOT NULL,
  PRIMARY KEY (caller, operation_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operation_result_age ON operation_result (created_at);

-- The keys of persons, outside the journal: deleting one erases. wrapped_key is NULL for ever once the person was erased.
CREATE TABLE IF NOT EXISTS person_key (
  person       TEXT NOT NULL PRIMARY KEY,
  wrapped_key  BLOB NULL,
  created_at   INTEGER NOT NULL,
  erased_at    INTEGER NULL
) WITHOUT ROWID;
