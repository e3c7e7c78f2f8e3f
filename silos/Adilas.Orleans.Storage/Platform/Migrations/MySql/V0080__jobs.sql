-- Jobs that have not ended. lane: who a job waits for (workers of the runtime, those of a kind outside, the end of a lease, an approval).
CREATE TABLE IF NOT EXISTS job (
  corporation      VARBINARY(40) NOT NULL,
  job_id           VARBINARY(40) NOT NULL,
  queue            VARBINARY(40) NOT NULL,
  kind             VARBINARY(40) NOT NULL,
  lane             VARBINARY(41) NOT NULL,
  next_at          BIGINT NOT NULL,
  due_at           BIGINT NOT NULL,
  priority         INT NOT NULL,
  attempt          INT NOT NULL,
  max_attempts     INT NOT NULL,
  attempts_each    INT NOT NULL,
  deadline_s       INT NOT NULL,
  backoff_s        INT NOT NULL,
  created_at       BIGINT NOT NULL,
  created_by       VARCHAR(64) NOT NULL,
  dedupe_key       VARBINARY(400) NULL,
  concurrency_key  VARBINARY(400) NULL,
  origin           VARCHAR(120) NULL,
  worker           VARCHAR(100) NULL,
  started_at       BIGINT NULL,
  progress         INT NULL,
  note             VARCHAR(200) NULL,
  failure_code     VARCHAR(64) NULL,
  failure_message  VARCHAR(500) NULL,
  attempt_log      MEDIUMBLOB NULL,
  write_id         BIGINT NOT NULL,
  payload          MEDIUMBLOB NOT NULL,
  PRIMARY KEY (corporation, job_id),
  UNIQUE KEY job_dedupe (corporation, dedupe_key),
  KEY job_by_line (corporation, lane, queue, priority, next_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The lines in which they wait. due_at is never later than the time of a line's first job: whoever stores a job lowers it in the same
-- transaction, and whoever finds nothing due raises it with the line locked.
CREATE TABLE IF NOT EXISTS job_line (
  corporation  VARBINARY(40) NOT NULL,
  lane         VARBINARY(41) NOT NULL,
  queue        VARBINARY(40) NOT NULL,
  priority     INT NOT NULL,
  due_at       BIGINT NOT NULL,
  PRIMARY KEY (corporation, lane, queue, priority),
  KEY job_line_due (lane, due_at, corporation)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Queues that were set up otherwise than by default.
CREATE TABLE IF NOT EXISTS job_queue (
  corporation  VARBINARY(40) NOT NULL,
  queue        VARBINARY(40) NOT NULL,
  is_paused    INT NOT NULL,
  parallel     INT NULL,
  PRIMARY KEY (corporation, queue)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Jobs that have ended. A part for each day is cut off "later" ahead of its day, and dropped as a whole when it is no longer shown.
CREATE TABLE IF NOT EXISTS job_history (
  corporation      VARBINARY(40) NOT NULL,
  job_id           VARBINARY(40) NOT NULL,
  queue            VARBINARY(40) NOT NULL,
  kind             VARBINARY(40) NOT NULL,
  due_at           BIGINT NOT NULL,
  priority         INT NOT NULL,
  attempt          INT NOT NULL,
  max_attempts     INT NOT NULL,
  attempts_each    INT NOT NULL,
  deadline_s       INT NOT NULL,
  backoff_s        INT NOT NULL,
  created_at       BIGINT NOT NULL,
  created_by       VARCHAR(64) NOT NULL,
  dedupe_key       VARBINARY(400) NULL,
  concurrency_key  VARBINARY(400) NULL,
  origin           VARCHAR(120) NULL,
  worker           VARCHAR(100) NULL,
  started_at       BIGINT NULL,
  progress         INT NULL,
  note             VARCHAR(200) NULL,
  failure_code     VARCHAR(64) NULL,
  failure_message  VARCHAR(500) NULL,
  attempt_log      MEDIUMBLOB NULL,
  write_id         BIGINT NOT NULL,
  payload          MEDIUMBLOB NOT NULL,
  end_state        INT NOT NULL,
  finished_at      BIGINT NOT NULL,
  result           MEDIUMBLOB NULL,
  PRIMARY KEY (corporation, job_id, finished_at),
  KEY job_history_end (corporation, end_state, job_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
PARTITION BY RANGE (finished_at) (PARTITION later VALUES LESS THAN MAXVALUE);
