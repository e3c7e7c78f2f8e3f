-- Buckets that the runtime has made, or is about to make: the row comes first, so no bucket is ever unaccounted for.
-- state: 0 being made, 1 ready, 2 being dropped. corporation: whose own bucket it is. current_of: the stack whose corporations
-- have their prefixes here.
CREATE TABLE IF NOT EXISTS bucket_allocation (
  name         TEXT NOT NULL PRIMARY KEY,
  stack        TEXT NOT NULL,
  corporation  TEXT NULL UNIQUE,
  current_of   TEXT NULL UNIQUE,
  state        INTEGER NOT NULL,
  created_at   INTEGER NOT NULL
);

-- Where a corporation's files are. prefix: starts its keys, empty in its own bucket. is_leaving: they are being deleted.
CREATE TABLE IF NOT EXISTS bucket_placement (
  corporation  TEXT NOT NULL PRIMARY KEY,
  bucket_name  TEXT NOT NULL,
  prefix       TEXT NOT NULL,
  is_leaving   INTEGER NOT NULL DEFAULT 0,
  placed_at    INTEGER NOT NULL,
  UNIQUE (bucket_name, prefix)
);
