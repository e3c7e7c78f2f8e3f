-- Payees: every person and company in the books. A customer, a vendor and an employee are payees with a role.

CREATE TABLE IF NOT EXISTS payees (
  corporation_id VARCHAR(40) NOT NULL,
  payee_id BIGINT NOT NULL,
  kind VARCHAR(20) NOT NULL DEFAULT 'person',
  name VARCHAR(200) NOT NULL,
  sort_name VARCHAR(200) NULL,
  user_id VARCHAR(40) NULL,
  master_payee_id BIGINT NULL,
  is_customer BOOLEAN NOT NULL DEFAULT FALSE,
  is_vendor BOOLEAN NOT NULL DEFAULT FALSE,
  is_employee BOOLEAN NOT NULL DEFAULT FALSE,
  email VARCHAR(254) NULL,
  phone VARCHAR(40) NULL,
  birth_date DATE NULL,
  price_tier_id BIGINT NULL,
  credit_limit DECIMAL(19,4) NULL,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  created_at DATETIME(6) NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, payee_id),
  INDEX by_name (corporation_id, sort_name),
  INDEX by_email (corporation_id, email),
  INDEX by_phone (corporation_id, phone),
  INDEX by_user (corporation_id, user_id)
);

CREATE TABLE IF NOT EXISTS payee_addresses (
  corporation_id VARCHAR(40) NOT NULL,
  payee_id BIGINT NOT NULL,
  address_no INT NOT NULL,
  kind VARCHAR(20) NOT NULL DEFAULT 'billing',
  street VARCHAR(200) NULL,
  city VARCHAR(100) NULL,
  region VARCHAR(100) NULL,
  postal_code VARCHAR(20) NULL,
  country CHAR(2) NULL,
  PRIMARY KEY (corporation_id, payee_id, address_no),
  INDEX by_postal_code (corporation_id, postal_code)
);

CREATE TABLE IF NOT EXISTS vendors (
  corporation_id VARCHAR(40) NOT NULL,
  payee_id BIGINT NOT NULL,
  account_number VARCHAR(64) NULL,
  terms_days INT NOT NULL DEFAULT 30,
  tax_number VARCHAR(64) NULL,
  default_category_id BIGINT NULL,
  is_preferred BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (corporation_id, payee_id)
);
