-- Buckets that the runtime has made, or is about to make: the row comes first, so no bucket is ever unaccounted for.
-- state: 0 being made, 1 ready, 2 being dropped. corporation: whose own bucket it is. current_of: the stack whose corporations
-- have their prefixes here.
CREATE TABLE IF NOT EXISTS bucket_allocation (
  name         VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stack        VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  corporation  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  current_of   VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  state        TINYINT NOT NULL,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (name),
  UNIQUE KEY bucket_allocation_corporation (corporation),
  UNIQUE KEY bucket_allocation_current (current_of)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Where a corporation's files are. prefix: starts its keys, empty in its own bucket. is_leaving: they are being deleted.
CREATE TABLE IF NOT EXISTS bucket_placement (
  corporation  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bucket_name  VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  prefix       VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  is_leaving   TINYINT NOT NULL DEFAULT 0,
  placed_at    BIGINT NOT NULL,
  PRIMARY KEY (corporation),
  UNIQUE KEY bucket_placement_bucket (bucket_name, prefix)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
