-- Endpoints, by which they are listed. Those that are disabled hold up their queue until kept_until.
CREATE TABLE IF NOT EXISTS webhook (
  grain_key         VARBINARY(256) NOT NULL,
  source_version    BIGINT NOT NULL,
  corporation       VARBINARY(40) NOT NULL,
  webhook_id        VARBINARY(40) NOT NULL,
  queue             VARBINARY(40) NOT NULL,
  url               VARCHAR(2000) NOT NULL,
  events            VARCHAR(2000) NOT NULL,
  description       VARCHAR(200) NULL,
  is_enabled        INT NOT NULL,
  disabled_reason   VARCHAR(64) NULL,
  disabled_at       BIGINT NULL,
  kept_until        BIGINT NULL,
  failing_since     BIGINT NULL,
  failures          INT NOT NULL,
  old_secret_until  BIGINT NULL,
  created_at        BIGINT NOT NULL,
  changed_at        BIGINT NOT NULL,
  changed_by        VARCHAR(64) NOT NULL,
  PRIMARY KEY (grain_key),
  UNIQUE KEY webhook_id (corporation, webhook_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What they want to hear of: each event of a corporation is looked up in here, by its own name, its group's and '*'.
CREATE TABLE IF NOT EXISTS webhook_event (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  pattern         VARBINARY(64) NOT NULL,
  corporation     VARBINARY(40) NOT NULL,
  webhook_id      VARBINARY(40) NOT NULL,
  queue           VARBINARY(40) NOT NULL,
  collects_until  BIGINT NOT NULL,
  PRIMARY KEY (grain_key, pattern),
  KEY webhook_event_pattern (corporation, pattern)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
