-- Keys are VARBINARY: compared byte by byte, without padding, so that ids that differ only in case, accent or a trailing space stay apart.
-- Times are microseconds since 1970, UTC. Every statement may be run again: MySQL cannot roll back half a script.

-- The fence: one writer gets a version. Its order also serves whoever reads one state's versions from the newest on.
CREATE TABLE IF NOT EXISTS journal (
  position      BIGINT NOT NULL AUTO_INCREMENT,
  service       VARBINARY(64) NOT NULL,
  grain_type    VARBINARY(64) NOT NULL,
  state_name    VARBINARY(64) NOT NULL,
  grain_key     VARBINARY(256) NOT NULL,
  version       BIGINT NOT NULL,
  write_id      BINARY(16) NOT NULL,
  written_at    BIGINT NOT NULL,
  corporation   VARBINARY(40) NOT NULL,
  actor         VARBINARY(64) NOT NULL,
  on_behalf_of  VARBINARY(64) NULL,
  action        VARBINARY(128) NOT NULL,
  trace_id      BINARY(16) NULL,
  is_tombstone  TINYINT NOT NULL,
  is_thinned    TINYINT NOT NULL DEFAULT 0,
  prev_hash     BINARY(32) NULL,
  payload_hash  BINARY(32) NULL,
  hash          BINARY(32) NOT NULL,
  payload       LONGBLOB NULL,
  PRIMARY KEY (position),
  UNIQUE KEY journal_fence (service, state_name, grain_key, version, grain_type),
  KEY journal_corporation (corporation, position)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Effects. The writer fills created_at.
CREATE TABLE IF NOT EXISTS operation_result (
  caller        VARBINARY(64) NOT NULL,
  operation_id  VARBINARY(100) NOT NULL,
  request_hash  VARBINARY(64) NOT NULL,
  corporation   VARBINARY(40) NOT NULL,
  answer        LONGBLOB NOT NULL,
  created_at    BIGINT NOT NULL,
  PRIMARY KEY (caller, operation_id),
  KEY operation_result_age (created_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The keys of persons, outside the journal: deleting one erases. wrapped_key is NULL for ever once the person was erased.
CREATE TABLE IF NOT EXISTS person_key (
  person       VARBINARY(64) NOT NULL,
  wrapped_key  VARBINARY(256) NULL,
  created_at   BIGINT NOT NULL,
  erased_at    BIGINT NULL,
  PRIMARY KEY (person)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
