-- What is bought and what it costs to be in business.

CREATE TABLE IF NOT EXISTS purchase_orders (
  corporation_id VARCHAR(40) NOT NULL,
  purchase_order_id BIGINT NOT NULL,
  order_number VARCHAR(40) NOT NULL,
  vendor_id BIGINT NOT NULL,
  location_id BIGINT NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'draft',
  ordered_on DATE NULL,
  expected_on DATE NULL,
  total DECIMAL(19,4) NOT NULL DEFAULT 0,
  created_at DATETIME(6) NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, purchase_order_id),
  UNIQUE (corporation_id, order_number),
  INDEX by_vendor (corporation_id, vendor_id, ordered_on),
  INDEX by_status (corporation_id, status, expected_on)
);

CREATE TABLE IF NOT EXISTS purchase_order_lines (
  corporation_id VARCHAR(40) NOT NULL,
  purchase_order_id BIGINT NOT NULL,
  line_no INT NOT NULL,
  item_id BIGINT NULL,
  description VARCHAR(500) NULL,
  quantity DECIMAL(19,6) NOT NULL,
  received DECIMAL(19,6) NOT NULL DEFAULT 0,
  unit_cost DECIMAL(19,4) NOT NULL,
  PRIMARY KEY (corporation_id, purchase_order_id, line_no),
  INDEX by_item (corporation_id, item_id)
);

CREATE TABLE IF NOT EXISTS expense_categories (
  corporation_id VARCHAR(40) NOT NULL,
  category_id BIGINT NOT NULL,
  name VARCHAR(200) NOT NULL,
  account_code VARCHAR(40) NULL,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  PRIMARY KEY (corporation_id, category_id)
);

CREATE TABLE IF NOT EXISTS expenses (
  corporation_id VARCHAR(40) NOT NULL,
  expense_id BIGINT NOT NULL,
  payee_id BIGINT NULL,
  category_id BIGINT NULL,
  location_id BIGINT NULL,
  department_id BIGINT NULL,
  purchase_order_id BIGINT NULL,
  description VARCHAR(500) NULL,
  spent_on DATE NOT NULL,
  due_on DATE NULL,
  amount DECIMAL(19,4) NOT NULL,
  paid_at DATETIME(6) NULL,
  created_at DATETIME(6) NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, expense_id),
  INDEX by_date (corporation_id, spent_on),
  INDEX by_payee (corporation_id, payee_id),
  INDEX by_category (corporation_id, category_id, spent_on)
);
