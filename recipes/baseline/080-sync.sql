-- What goes to other systems and what comes from them, in order. A record to send is written in the transaction that makes it.

CREATE TABLE IF NOT EXISTS sync_outbox (
  corporation_id VARCHAR(40) NOT NULL,
  link VARCHAR(64) NOT NULL,
  sequence_no BIGINT NOT NULL,
  kind VARCHAR(64) NOT NULL,
  record_key VARCHAR(100) NOT NULL,
  payload LONGTEXT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  sent_at DATETIME(6) NULL,
  attempts INT NOT NULL DEFAULT 0,
  last_error VARCHAR(500) NULL,
  PRIMARY KEY (corporation_id, link, sequence_no),
  INDEX by_pending (corporation_id, link, sent_at, sequence_no),
  INDEX by_record (corporation_id, link, record_key)
);

CREATE TABLE IF NOT EXISTS sync_inbox (
  corporation_id VARCHAR(40) NOT NULL,
  link VARCHAR(64) NOT NULL,
  message_id VARCHAR(100) NOT NULL,
  kind VARCHAR(64) NOT NULL,
  payload LONGTEXT NOT NULL,
  received_at DATETIME(6) NOT NULL,
  applied_at DATETIME(6) NULL,
  last_error VARCHAR(500) NULL,
  PRIMARY KEY (corporation_id, link, message_id),
  INDEX by_pending (corporation_id, link, applied_at, received_at)
);
