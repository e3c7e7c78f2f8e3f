-- What hangs on other records: files, tags and notes. subject_kind and subject_id name the record.

CREATE TABLE IF NOT EXISTS media (
  corporation_id VARCHAR(40) NOT NULL,
  media_id BIGINT NOT NULL,
  subject_kind VARCHAR(40) NULL,
  subject_id BIGINT NULL,
  object_key VARCHAR(400) NOT NULL,
  file_name VARCHAR(255) NOT NULL,
  content_type VARCHAR(120) NOT NULL,
  size_bytes BIGINT NOT NULL,
  sha256 CHAR(64) NOT NULL,
  sort_order INT NOT NULL DEFAULT 0,
  created_at DATETIME(6) NOT NULL,
  created_by VARCHAR(40) NULL,
  PRIMARY KEY (corporation_id, media_id),
  INDEX by_subject (corporation_id, subject_kind, subject_id, sort_order)
);

CREATE TABLE IF NOT EXISTS tags (
  corporation_id VARCHAR(40) NOT NULL,
  tag_id BIGINT NOT NULL,
  name VARCHAR(100) NOT NULL,
  color VARCHAR(20) NULL,
  PRIMARY KEY (corporation_id, tag_id),
  INDEX by_name (corporation_id, name)
);

CREATE TABLE IF NOT EXISTS tag_links (
  corporation_id VARCHAR(40) NOT NULL,
  subject_kind VARCHAR(40) NOT NULL,
  subject_id BIGINT NOT NULL,
  tag_id BIGINT NOT NULL,
  PRIMARY KEY (corporation_id, subject_kind, subject_id, tag_id),
  INDEX by_tag (corporation_id, tag_id)
);

CREATE TABLE IF NOT EXISTS notes (
  corporation_id VARCHAR(40) NOT NULL,
  note_id BIGINT NOT NULL,
  subject_kind VARCHAR(40) NOT NULL,
  subject_id BIGINT NOT NULL,
  body TEXT NOT NULL,
  is_pinned BOOLEAN NOT NULL DEFAULT FALSE,
  created_at DATETIME(6) NOT NULL,
  created_by VARCHAR(40) NULL,
  PRIMARY KEY (corporation_id, note_id),
  INDEX by_subject (corporation_id, subject_kind, subject_id, created_at)
);
