-- Which shared layers of settings apply to each corporation: counted before one of them is changed.

CREATE TABLE IF NOT EXISTS corporation_layer (
  grain_key       VARBINARY(256) NOT NULL,
  source_version  BIGINT NOT NULL,
  industry        VARCHAR(100) NOT NULL,
  theme           VARCHAR(100) NULL,
  plan            VARCHAR(100) NULL,
  stack           VARCHAR(64) NOT NULL,
  PRIMARY KEY (grain_key),
  KEY corporation_layer_industry (industry),
  KEY corporation_layer_theme (theme),
  KEY corporation_layer_plan (plan),
  KEY corporation_layer_stack (stack)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
