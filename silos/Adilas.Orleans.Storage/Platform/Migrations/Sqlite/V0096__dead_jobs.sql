-- Dead jobs of all corporations, newest first. 6 is their state.
CREATE INDEX IF NOT EXISTS job_history_dead ON job_history (finished_at) WHERE end_state = 6;
