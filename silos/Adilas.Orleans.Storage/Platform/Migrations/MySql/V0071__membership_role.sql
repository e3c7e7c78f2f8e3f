-- Which roles members have. Of the members who are there the first role is known already; the others come with their next change.
CREATE TABLE IF NOT EXISTS membership_role (
  grain_key       VARBINARY(256) NOT NULL,
  role            VARBINARY(40) NOT NULL,
  source_version  BIGINT NOT NULL,
  corporation     VARBINARY(40) NOT NULL,
  PRIMARY KEY (grain_key, role),
  KEY membership_role_corporation (corporation, role)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO membership_role (grain_key, role, source_version, corporation)
SELECT grain_key, role, source_version, corporation FROM membership_by_user;
