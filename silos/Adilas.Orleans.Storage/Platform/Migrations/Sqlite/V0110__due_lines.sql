-- What is due in all lanes, for whoever looks at the work of all corporations.
CREATE INDEX job_line_due_in_all ON job_line (due_at, lane);
