-- The place that each corporation takes in its stack, from the moment it is chosen, and how many are taken: both change in one
-- transaction, so that no stack ever holds more than it may.
CREATE TABLE IF NOT EXISTS stack_place (
  corporation  TEXT NOT NULL PRIMARY KEY,
  stack        TEXT NOT NULL,
  placed_at    INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS stack_load (
  stack   TEXT NOT NULL PRIMARY KEY,
  places  INTEGER NOT NULL
);

INSERT INTO stack_place (corporation, stack, placed_at)
  SELECT CAST(grain_key AS TEXT), stack, created_at FROM corporation_directory;

INSERT INTO stack_load (stack, places) SELECT stack, COUNT(*) FROM stack_place GROUP BY stack;
