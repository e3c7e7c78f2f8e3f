-- What is due in all lanes, for whoever looks at the work of all corporations.
ALTER TABLE job_line ADD KEY job_line_due_in_all (due_at, lane);
