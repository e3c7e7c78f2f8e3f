-- Rows derived from states, stored in the transaction that stores the state. grain_key is the state's, source_version its version.

CREATE TABLE IF NOT EXISTS corporation_directory (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  name            VARCHAR(200) NOT NULL,
  industry        VARCHAR(100) NOT NULL,
  kind            VARCHAR(40) NOT NULL,
  mode            INT NOT NULL,
  stack           VARCHAR(64) NOT NULL,
  recipe          VARCHAR(64) NULL,
  created_at      BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY corporation_directory_stack (stack, grain_key),
  KEY corporation_directory_industry (industry, grain_key),
  KEY corporation_directory_mode (mode, grain_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row for each beginning at which a corporation can be found: its id, and its name from every word on.
CREATE TABLE IF NOT EXISTS corporation_word (
  grain_key       VARBINARY(256) NOT NULL,
  word            VARBINARY(255) NOT NULL,
  source_version  BIGINT NOT NULL,
  PRIMARY KEY (grain_key, word),
  KEY corporation_word_search (word, grain_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What the gate and the writer itself need of a corporation; the writer locks a row while it commits on that corporation's behalf.
CREATE TABLE IF NOT EXISTS corporation_fact (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  mode            INT NOT NULL,
  stack           VARCHAR(64) NOT NULL,
  changed_at      BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY corporation_fact_change (changed_at, grain_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
