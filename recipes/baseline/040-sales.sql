-- From cart and quote to invoice, payment and deposit, with taxes.

CREATE TABLE IF NOT EXISTS taxes (
  corporation_id VARCHAR(40) NOT NULL,
  tax_id BIGINT NOT NULL,
  name VARCHAR(100) NOT NULL,
  percent DECIMAL(9,5) NOT NULL DEFAULT 0,
  location_id BIGINT NULL,
  valid_from DATE NOT NULL,
  valid_until DATE NULL,
  PRIMARY KEY (corporation_id, tax_id),
  INDEX by_location (corporation_id, location_id, valid_from)
);

CREATE TABLE IF NOT EXISTS carts (
  corporation_id VARCHAR(40) NOT NULL,
  cart_id BIGINT NOT NULL,
  payee_id BIGINT NULL,
  location_id BIGINT NULL,
  user_id VARCHAR(40) NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'open',
  created_at DATETIME(6) NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, cart_id),
  INDEX by_status (corporation_id, status, changed_at),
  INDEX by_payee (corporation_id, payee_id)
);

CREATE TABLE IF NOT EXISTS cart_lines (
  corporation_id VARCHAR(40) NOT NULL,
  cart_id BIGINT NOT NULL,
  line_no INT NOT NULL,
  item_id BIGINT NOT NULL,
  quantity DECIMAL(19,6) NOT NULL DEFAULT 1,
  price DECIMAL(19,4) NOT NULL,
  PRIMARY KEY (corporation_id, cart_id, line_no)
);

CREATE TABLE IF NOT EXISTS quotes (
  corporation_id VARCHAR(40) NOT NULL,
  quote_id BIGINT NOT NULL,
  quote_number VARCHAR(40) NOT NULL,
  payee_id BIGINT NOT NULL,
  location_id BIGINT NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'draft',
  quoted_on DATE NOT NULL,
  valid_until DATE NULL,
  total DECIMAL(19,4) NOT NULL DEFAULT 0,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, quote_id),
  UNIQUE (corporation_id, quote_number),
  INDEX by_payee (corporation_id, payee_id, quoted_on)
);

CREATE TABLE IF NOT EXISTS quote_lines (
  corporation_id VARCHAR(40) NOT NULL,
  quote_id BIGINT NOT NULL,
  line_no INT NOT NULL,
  item_id BIGINT NULL,
  description VARCHAR(500) NULL,
  quantity DECIMAL(19,6) NOT NULL DEFAULT 1,
  price DECIMAL(19,4) NOT NULL,
  PRIMARY KEY (corporation_id, quote_id, line_no)
);

CREATE TABLE IF NOT EXISTS invoices (
  corporation_id VARCHAR(40) NOT NULL,
  invoice_id BIGINT NOT NULL,
  invoice_number VARCHAR(40) NOT NULL,
  payee_id BIGINT NOT NULL,
  location_id BIGINT NULL,
  quote_id BIGINT NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'open',
  invoiced_on DATE NOT NULL,
  due_on DATE NULL,
  subtotal DECIMAL(19,4) NOT NULL DEFAULT 0,
  tax_total DECIMAL(19,4) NOT NULL DEFAULT 0,
  total DECIMAL(19,4) NOT NULL DEFAULT 0,
  balance DECIMAL(19,4) NOT NULL DEFAULT 0,
  sold_by VARCHAR(40) NULL,
  created_at DATETIME(6) NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, invoice_id),
  UNIQUE (corporation_id, invoice_number),
  INDEX by_payee (corporation_id, payee_id, invoiced_on),
  INDEX by_date (corporation_id, invoiced_on),
  INDEX by_status (corporation_id, status, due_on)
);

CREATE TABLE IF NOT EXISTS invoice_lines (
  corporation_id VARCHAR(40) NOT NULL,
  invoice_id BIGINT NOT NULL,
  line_no INT NOT NULL,
  item_id BIGINT NULL,
  description VARCHAR(500) NULL,
  quantity DECIMAL(19,6) NOT NULL DEFAULT 1,
  price DECIMAL(19,4) NOT NULL,
  discount DECIMAL(19,4) NOT NULL DEFAULT 0,
  cost DECIMAL(19,4) NULL,
  total DECIMAL(19,4) NOT NULL,
  PRIMARY KEY (corporation_id, invoice_id, line_no),
  INDEX by_item (corporation_id, item_id)
);

CREATE TABLE IF NOT EXISTS invoice_taxes (
  corporation_id VARCHAR(40) NOT NULL,
  invoice_id BIGINT NOT NULL,
  tax_id BIGINT NOT NULL,
  taxable DECIMAL(19,4) NOT NULL,
  amount DECIMAL(19,4) NOT NULL,
  PRIMARY KEY (corporation_id, invoice_id, tax_id)
);

CREATE TABLE IF NOT EXISTS payments (
  corporation_id VARCHAR(40) NOT NULL,
  payment_id BIGINT NOT NULL,
  invoice_id BIGINT NULL,
  payee_id BIGINT NOT NULL,
  deposit_id BIGINT NULL,
  method VARCHAR(40) NOT NULL,
  reference VARCHAR(100) NULL,
  amount DECIMAL(19,4) NOT NULL,
  paid_at DATETIME(6) NOT NULL,
  voided_at DATETIME(6) NULL,
  taken_by VARCHAR(40) NULL,
  PRIMARY KEY (corporation_id, payment_id),
  INDEX by_invoice (corporation_id, invoice_id),
  INDEX by_payee (corporation_id, payee_id, paid_at),
  INDEX by_deposit (corporation_id, deposit_id)
);

CREATE TABLE IF NOT EXISTS deposits (
  corporation_id VARCHAR(40) NOT NULL,
  deposit_id BIGINT NOT NULL,
  location_id BIGINT NULL,
  bank_account VARCHAR(100) NOT NULL,
  deposited_on DATE NOT NULL,
  amount DECIMAL(19,4) NOT NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'open',
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, deposit_id),
  INDEX by_date (corporation_id, deposited_on)
);
