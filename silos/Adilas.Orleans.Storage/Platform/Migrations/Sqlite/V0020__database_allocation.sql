-- Databases that the runtime has made, or is about to make: the row comes first, so no database is ever unaccounted for.
-- state: 0 being made, 1 ready, 2 being dropped. corporation: whose own database it is. current_of: the stack whose new
-- corporations are placed here; unique, so that a stack has one such database. secret: the user's password, encrypted.
CREATE TABLE IF NOT EXISTS database_allocation (
  name         TEXT NOT NULL PRIMARY KEY,
  server       TEXT NOT NULL,
  stack        TEXT NOT NULL,
  corporation  TEXT NULL UNIQUE,
  current_of   TEXT NULL UNIQUE,
  secret       BLOB NULL,
  state        INTEGER NOT NULL,
  created_at   INTEGER NOT NULL
);

-- Which database holds a corporation's rows. is_leaving: its rows are being taken away.
CREATE TABLE IF NOT EXISTS database_placement (
  corporation    TEXT NOT NULL PRIMARY KEY,
  database_name  TEXT NOT NULL,
  is_leaving     INTEGER NOT NULL DEFAULT 0,
  placed_at      INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS database_placement_database ON database_placement (database_name);
