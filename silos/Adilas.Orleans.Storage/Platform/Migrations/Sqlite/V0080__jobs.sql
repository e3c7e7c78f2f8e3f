-- Jobs that have not ended. lane: who a job waits for (workers of the runtime, those of a kind outside, the end of a lease, an approval).
CREATE TABLE IF NOT EXISTS job (
  corporation      TEXT NOT NULL,
  job_id           TEXT NOT NULL,
  queue            TEXT NOT NULL,
  kind             TEXT NOT NULL,
  lane             TEXT NOT NULL,
  next_at          INTEGER NOT NULL,
  due_at           INTEGER NOT NULL,
  priority         INTEGER NOT NULL,
  attempt          INTEGER NOT NULL,
  max_attempts     INTEGER NOT NULL,
  attempts_each    INTEGER NOT NULL,
  deadline_s       INTEGER NOT NULL,
  backoff_s        INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  created_by       TEXT NOT NULL,
  dedupe_key       TEXT NULL,
  concurrency_key  TEXT NULL,
  origin           TEXT NULL,
  worker           TEXT NULL,
  started_at       INTEGER NULL,
  progress         INTEGER NULL,
  note             TEXT NULL,
  failure_code     TEXT NULL,
  failure_message  TEXT NULL,
  attempt_log      BLOB NULL,
  write_id         INTEGER NOT NULL,
  payload          BLOB NOT NULL,
  PRIMARY KEY (corporation, job_id)
);
CREATE UNIQUE INDEX IF NOT EXISTS job_dedupe ON job (corporation, dedupe_key);
CREATE INDEX IF NOT EXISTS job_by_line ON job (corporation, lane, queue, priority, next_at);

-- The lines in which they wait. due_at is never later than the time of a line's first job: whoever stores a job lowers it in the same
-- transaction, and whoever finds nothing due raises it with the line locked.
CREATE TABLE IF NOT EXISTS job_line (
  corporation  TEXT NOT NULL,
  lane         TEXT NOT NULL,
  queue        TEXT NOT NULL,
  priority     INTEGER NOT NULL,
  due_at       INTEGER NOT NULL,
  PRIMARY KEY (corporation, lane, queue, priority)
);
CREATE INDEX IF NOT EXISTS job_line_due ON job_line (lane, due_at, corporation);

-- Queues that were set up otherwise than by default.
CREATE TABLE IF NOT EXISTS job_queue (
  corporation  TEXT NOT NULL,
  queue        TEXT NOT NULL,
  is_paused    INTEGER NOT NULL,
  parallel     INTEGER NULL,
  PRIMARY KEY (corporation, queue)
);


-- Jobs that have ended. Dropped in small parts when they are no longer shown.
CREATE TABLE IF NOT EXISTS job_history (
  corporation      TEXT NOT NULL,
  job_id           TEXT NOT NULL,
  queue            TEXT NOT NULL,
  kind             TEXT NOT NULL,
  due_at           INTEGER NOT NULL,
  priority         INTEGER NOT NULL,
  attempt          INTEGER NOT NULL,
  max_attempts     INTEGER NOT NULL,
  attempts_each    INTEGER NOT NULL,
  deadline_s       INTEGER NOT NULL,
  backoff_s        INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  created_by       TEXT NOT NULL,
  dedupe_key       TEXT NULL,
  concurrency_key  TEXT NULL,
  origin           TEXT NULL,
  worker           TEXT NULL,
  started_at       INTEGER NULL,
  progress         INTEGER NULL,
  note             TEXT NULL,
  failure_code     TEXT NULL,
  failure_message  TEXT NULL,
  attempt_log      BLOB NULL,
  write_id         INTEGER NOT NULL,
  payload          BLOB NOT NULL,
  end_state        INTEGER NOT NULL,
  finished_at      INTEGER NOT NULL,
  result           BLOB NULL,
  PRIMARY KEY (corporation, job_id, finished_at)
);
CREATE INDEX IF NOT EXISTS job_history_end ON job_history (corporation, end_state, job_id);
CREATE INDEX IF NOT EXISTS job_history_finished ON job_history (finished_at);
