-- Maintenance of stacks, under way or ahead or over; a stack that has none set has no row.
CREATE TABLE IF NOT EXISTS stack_maintenance (
  grain_key       TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  stack           TEXT NOT NULL,
  from_at         INTEGER NOT NULL,
  until_at        INTEGER NOT NULL,
  reason          TEXT NOT NULL,
  set_by          TEXT NOT NULL,
  PRIMARY KEY (grain_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS stack_maintenance_stack ON stack_maintenance (stack);

-- hold 2: a maintenance of held_stack, until wake_at unless it is ended early.
ALTER TABLE schedule_due ADD COLUMN held_stack TEXT NULL;
CREATE INDEX IF NOT EXISTS schedule_due_held ON schedule_due (held_stack, wake_at);
