-- What is sold: items, their prices by tier, how many are where, and why that changed.

CREATE TABLE IF NOT EXISTS item_categories (
  corporation_id VARCHAR(40) NOT NULL,
  category_id BIGINT NOT NULL,
  parent_id BIGINT NULL,
  name VARCHAR(200) NOT NULL,
  sort_order INT NOT NULL DEFAULT 0,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  PRIMARY KEY (corporation_id, category_id),
  INDEX by_parent (corporation_id, parent_id, sort_order)
);

CREATE TABLE IF NOT EXISTS items (
  corporation_id VARCHAR(40) NOT NULL,
  item_id BIGINT NOT NULL,
  category_id BIGINT NULL,
  kind VARCHAR(20) NOT NULL DEFAULT 'stock',
  code VARCHAR(64) NULL,
  barcode VARCHAR(64) NULL,
  name VARCHAR(200) NOT NULL,
  description TEXT NULL,
  unit VARCHAR(20) NOT NULL DEFAULT 'each',
  cost DECIMAL(19,4) NOT NULL DEFAULT 0,
  price DECIMAL(19,4) NOT NULL DEFAULT 0,
  tax_id BIGINT NULL,
  reorder_level DECIMAL(19,6) NULL,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  created_at DATETIME(6) NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, item_id),
  UNIQUE (corporation_id, code),
  INDEX by_barcode (corporation_id, barcode),
  INDEX by_name (corporation_id, name),
  INDEX by_category (corporation_id, category_id)
);

CREATE TABLE IF NOT EXISTS price_tiers (
  corporation_id VARCHAR(40) NOT NULL,
  price_tier_id BIGINT NOT NULL,
  name VARCHAR(100) NOT NULL,
  discount_percent DECIMAL(9,4) NOT NULL DEFAULT 0,
  minimum_quantity DECIMAL(19,6) NOT NULL DEFAULT 0,
  is_active BOOLEAN NOT NULL DEFAULT TRUE,
  PRIMARY KEY (corporation_id, price_tier_id)
);

CREATE TABLE IF NOT EXISTS item_prices (
  corporation_id VARCHAR(40) NOT NULL,
  item_id BIGINT NOT NULL,
  price_tier_id BIGINT NOT NULL,
  valid_from DATE NOT NULL,
  price DECIMAL(19,4) NOT NULL,
  PRIMARY KEY (corporation_id, item_id, price_tier_id, valid_from)
);

CREATE TABLE IF NOT EXISTS inventory (
  corporation_id VARCHAR(40) NOT NULL,
  item_id BIGINT NOT NULL,
  location_id BIGINT NOT NULL,
  lot VARCHAR(64) NOT NULL DEFAULT '',
  on_hand DECIMAL(19,6) NOT NULL DEFAULT 0,
  reserved DECIMAL(19,6) NOT NULL DEFAULT 0,
  average_cost DECIMAL(19,4) NOT NULL DEFAULT 0,
  expires_on DATE NULL,
  counted_at DATETIME(6) NULL,
  PRIMARY KEY (corporation_id, item_id, location_id, lot),
  INDEX by_location (corporation_id, location_id),
  INDEX by_expiry (corporation_id, expires_on)
);

CREATE TABLE IF NOT EXISTS inventory_movements (
  corporation_id VARCHAR(40) NOT NULL,
  movement_id BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  location_id BIGINT NOT NULL,
  lot VARCHAR(64) NOT NULL DEFAULT '',
  quantity DECIMAL(19,6) NOT NULL,
  unit_cost DECIMAL(19,4) NULL,
  reason VARCHAR(40) NOT NULL,
  source_kind VARCHAR(40) NULL,
  source_id BIGINT NULL,
  moved_at DATETIME(6) NOT NULL,
  moved_by VARCHAR(40) NULL,
  PRIMARY KEY (corporation_id, movement_id),
  INDEX by_item (corporation_id, item_id, moved_at),
  INDEX by_source (corporation_id, source_kind, source_id)
);
