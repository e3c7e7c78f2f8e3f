-- More rows derived from states; see V0002.

CREATE TABLE IF NOT EXISTS membership_by_user (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  user_id         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  corporation     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role            VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  since           BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY membership_by_user_user (user_id, corporation)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS stack_directory (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  stack           VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind            INT NOT NULL,
  capacity        INT NOT NULL,
  registered_at   BIGINT NOT NULL,
  PRIMARY KEY (grain_key)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS api_key_directory (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  key_id          VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  corporation     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name            VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  scopes          BIGINT NOT NULL,
  created_at      BIGINT NOT NULL,
  expires_at      BIGINT NULL,
  revoked_at      BIGINT NULL,
  PRIMARY KEY (grain_key),
  KEY api_key_directory_id (key_id),
  KEY api_key_directory_corporation (corporation, key_id)
) ENGINE = InnoDB;

-- Sagas that are not finished: what a dispatcher has to wake.
CREATE TABLE IF NOT EXISTS saga_pending (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  kind            VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  due_at          BIGINT NOT NULL,
  PRIMARY KEY (grain_key),
  KEY saga_pending_due (kind, due_at),
  KEY saga_pending_key (kind, grain_key)
) ENGINE = InnoDB;

-- What the gate refused, summed by the minute.
CREATE TABLE IF NOT EXISTS refusal_count (
  minute   BIGINT NOT NULL,
  subject  VARCHAR(192) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  actor    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  action   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  code     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  count    BIGINT NOT NULL,
  PRIMARY KEY (minute, subject, actor, action, code)
) ENGINE = InnoDB;

-- Secrets that the runtime made for itself, hidden with the keys of the Secrets section.
CREATE TABLE IF NOT EXISTS platform_secret (
  name     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  wrapped  VARBINARY(512) NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;
