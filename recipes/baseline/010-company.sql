-- The company itself: where it works, how it is divided, how its people like their screens, and its running numbers.

CREATE TABLE IF NOT EXISTS locations (
  corporation_id VARCHAR(40) NOT NULL,
  location_id BIGINT NOT NULL,
  name VARCHAR(200) NOT NULL,
  code VARCHAR(40) NULL,
  kind VARCHAR(40) NOT NULL DEFAULT 'store',
  street VARCHAR(200) NULL,
  city VARCHAR(100) NULL,
  region VARCHAR(100) NULL,
  postal_code VARCHAR(20) NULL,
  country CHAR(2) NULL,
  time_zone VARCHAR(64) NULL,
  phone VARCHAR(40) NULL,
  license_number VARCHAR(100) NULL,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  created_at DATETIME(6) NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, location_id),
  UNIQUE (corporation_id, code),
  INDEX by_name (corporation_id, name)
);

CREATE TABLE IF NOT EXISTS departments (
  corporation_id VARCHAR(40) NOT NULL,
  department_id BIGINT NOT NULL,
  parent_id BIGINT NULL,
  location_id BIGINT NULL,
  name VARCHAR(200) NOT NULL,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, department_id),
  INDEX by_location (corporation_id, location_id)
);

CREATE TABLE IF NOT EXISTS user_preferences (
  corporation_id VARCHAR(40) NOT NULL,
  user_id VARCHAR(40) NOT NULL,
  name VARCHAR(100) NOT NULL,
  value LONGTEXT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, user_id, name)
);

-- The next number of each kind of document. A page takes numbers by raising next_value in the transaction that uses them.
CREATE TABLE IF NOT EXISTS sequences (
  corporation_id VARCHAR(40) NOT NULL,
  name VARCHAR(64) NOT NULL,
  next_value BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (corporation_id, name)
);
