-- As whom the one acted who ordered a job: neither the same hand nor the same person approves it.
ALTER TABLE job ADD COLUMN created_for TEXT NULL;
ALTER TABLE job_history ADD COLUMN created_for TEXT NULL;
