-- Dead jobs of all corporations, newest first.
ALTER TABLE job_history ADD KEY job_history_state (end_state, finished_at);
