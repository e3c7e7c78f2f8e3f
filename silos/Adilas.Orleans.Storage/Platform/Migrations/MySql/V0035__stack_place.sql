-- The place that each corporation takes in its stack, from the moment it is chosen, and how many are taken: both change in one
-- transaction, so that no stack ever holds more than it may.
CREATE TABLE IF NOT EXISTS stack_place (
  corporation  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stack        VARCHAR(64) NOT NULL,
  placed_at    BIGINT NOT NULL,
  PRIMARY KEY (corporation)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS stack_load (
  stack   VARCHAR(64) NOT NULL,
  places  BIGINT NOT NULL,
  PRIMARY KEY (stack)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT IGNORE INTO stack_place (corporation, stack, placed_at)
  SELECT CAST(grain_key AS CHAR), stack, created_at FROM corporation_directory;

INSERT INTO stack_load (stack, places)
  SELECT stack, COUNT(*) FROM stack_place GROUP BY stack ON DUPLICATE KEY UPDATE places = VALUES(places);
