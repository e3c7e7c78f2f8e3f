-- Corporations whose profiles are copied to Redis, with the layers that apply to each.

CREATE TABLE IF NOT EXISTS corporation_published (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  mode            INT NOT NULL,
  industry        VARCHAR(100) NOT NULL,
  theme           VARCHAR(100) NULL,
  plan            VARCHAR(100) NULL,
  stack           VARCHAR(100) NOT NULL,
  PRIMARY KEY (grain_key)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
