-- Where schedules stand. due_at: the first time that nobody has looked after. wake_at: when to look after it; none while it is held.
-- hold: 0 none, 1 by the corporation's mode. run_count and last_job are no part of what follows from the definition.
CREATE TABLE IF NOT EXISTS schedule_due (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  corporation     VARBINARY(40) NOT NULL,
  name            VARBINARY(40) NOT NULL,
  cron            VARCHAR(200) NULL,
  zone            VARCHAR(64) NULL,
  every_s         BIGINT NULL,
  at_time         BIGINT NULL,
  queue           VARCHAR(40) NOT NULL,
  kind            VARCHAR(40) NOT NULL,
  is_enabled      INT NOT NULL,
  is_legal_duty   INT NOT NULL,
  note            VARCHAR(200) NULL,
  due_at          BIGINT NULL,
  wake_at         BIGINT NULL,
  hold            INT NOT NULL,
  run_count       BIGINT NOT NULL DEFAULT 0,
  last_job        VARBINARY(40) NULL,
  PRIMARY KEY (grain_key),
  UNIQUE KEY schedule_due_name (corporation, name),
  KEY schedule_due_wake (wake_at, grain_key),
  KEY schedule_due_hold (corporation, hold)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What became of their times. kind: 0 started, 1 by hand, 2 missed (all until until_at), 3 overlapped.
CREATE TABLE IF NOT EXISTS schedule_run (
  corporation  VARBINARY(40) NOT NULL,
  name         VARBINARY(40) NOT NULL,
  due_at       BIGINT NOT NULL,
  kind         INT NOT NULL,
  until_at     BIGINT NULL,
  job_id       VARBINARY(40) NULL,
  handled_at   BIGINT NOT NULL,
  PRIMARY KEY (corporation, name, due_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
