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

-- One row for each beginning by which a corporation is found: its id, and its name from every word on.
CREATE TABLE IF NOT EXISTS corporation_word (
  grain_key       VARBINARY(256) NOT NULL,
  word            VARBINARY(400) NOT NULL,
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

CREATE TABLE IF NOT EXISTS membership_by_user (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  user_id         VARBINARY(64) NOT NULL,
  corporation     VARBINARY(40) NOT NULL,
  role            VARCHAR(100) NOT NULL,
  since           BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY membership_by_user_user (user_id, corporation)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS api_key_directory (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  key_id          VARBINARY(100) NOT NULL,
  corporation     VARBINARY(40) NOT NULL,
  name            VARCHAR(200) NOT NULL,
  scopes          BIGINT NOT NULL,
  created_at      BIGINT NOT NULL,
  expires_at      BIGINT NULL,
  revoked_at      BIGINT NULL,
  PRIMARY KEY (grain_key),
  KEY api_key_directory_id (key_id),
  KEY api_key_directory_corporation (corporation, key_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS stack_directory (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  stack           VARCHAR(64) NOT NULL,
  kind            INT NOT NULL,
  capacity        BIGINT NOT NULL,
  registered_at   BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY stack_directory_stack (stack)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Sagas that are not finished, and by when somebody has to look after them.
CREATE TABLE IF NOT EXISTS saga_pending (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  kind            VARBINARY(64) NOT NULL,
  due_at          BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY saga_pending_due (kind, due_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
