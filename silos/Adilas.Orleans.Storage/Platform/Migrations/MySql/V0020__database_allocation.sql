-- Databases that the runtime has made, or is about to make: the row comes first, so no database is ever unaccounted for.
-- state: 0 being made, 1 ready, 2 being dropped. corporation: whose own database it is. current_of: the stack whose new
-- corporations are placed here; unique, so that a stack has one such database. secret: the user's password, encrypted.
CREATE TABLE IF NOT EXISTS database_allocation (
  name         VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  server       VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stack        VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  corporation  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  current_of   VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  secret       VARBINARY(512) NULL,
  state        TINYINT NOT NULL,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (name),
  UNIQUE KEY database_allocation_corporation (corporation),
  UNIQUE KEY database_allocation_current (current_of)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Which database holds a corporation's rows. is_leaving: its rows are being taken away.
CREATE TABLE IF NOT EXISTS database_placement (
  corporation    VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  database_name  VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  is_leaving     TINYINT NOT NULL DEFAULT 0,
  placed_at      BIGINT NOT NULL,
  PRIMARY KEY (corporation),
  KEY database_placement_database (database_name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
