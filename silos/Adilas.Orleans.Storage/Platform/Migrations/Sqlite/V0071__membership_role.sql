-- Which roles members have. Of the members who are there the first role is known already; the others come with their next change.
CREATE TABLE IF NOT EXISTS membership_role (
  grain_key       TEXT NOT NULL,
  role            TEXT NOT NULL,
  source_version  INTEGER NOT NULL,
  corporation     TEXT NOT NULL,
  PRIMARY KEY (grain_key, role)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS membership_role_corporation ON membership_role (corporation, role);

INSERT INTO membership_role (grain_key, role, source_version, corporation)
SELECT grain_key, role, source_version, corporation FROM membership_by_user;
