-- Maintenance of stacks, under way or ahead or over; a stack that has none set has no row.
CREATE TABLE IF NOT EXISTS stack_maintenance (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  stack           VARCHAR(64) NOT NULL,
  from_at         BIGINT NOT NULL,
  until_at        BIGINT NOT NULL,
  reason          VARCHAR(200) NOT NULL,
  set_by          VARCHAR(64) NOT NULL,
  PRIMARY KEY (grain_key),
  KEY stack_maintenance_stack (stack)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- hold 2: a maintenance of held_stack, until wake_at unless it is ended early.
ALTER TABLE schedule_due ADD COLUMN held_stack VARCHAR(64) NULL, ADD KEY schedule_due_held (held_stack, wake_at);
