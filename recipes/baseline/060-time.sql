-- Hours worked and paid, and elements of time: anything that happens at a time (appointments, rentals, classes, jobs on site).

CREATE TABLE IF NOT EXISTS payroll_periods (
  corporation_id VARCHAR(40) NOT NULL,
  payroll_period_id BIGINT NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  pay_on DATE NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'open',
  PRIMARY KEY (corporation_id, payroll_period_id),
  UNIQUE (corporation_id, starts_on)
);

CREATE TABLE IF NOT EXISTS time_entries (
  corporation_id VARCHAR(40) NOT NULL,
  time_entry_id BIGINT NOT NULL,
  payee_id BIGINT NOT NULL,
  department_id BIGINT NULL,
  location_id BIGINT NULL,
  payroll_period_id BIGINT NULL,
  started_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  hourly_rate DECIMAL(19,4) NULL,
  approved_by VARCHAR(40) NULL,
  note VARCHAR(500) NULL,
  PRIMARY KEY (corporation_id, time_entry_id),
  INDEX by_payee (corporation_id, payee_id, started_at),
  INDEX by_period (corporation_id, payroll_period_id)
);

CREATE TABLE IF NOT EXISTS elements_of_time (
  corporation_id VARCHAR(40) NOT NULL,
  element_id BIGINT NOT NULL,
  template VARCHAR(64) NOT NULL DEFAULT 'appointment',
  title VARCHAR(200) NOT NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'planned',
  starts_at DATETIME(6) NOT NULL,
  ends_at DATETIME(6) NULL,
  time_zone VARCHAR(64) NULL,
  location_id BIGINT NULL,
  payee_id BIGINT NULL,
  assigned_to BIGINT NULL,
  invoice_id BIGINT NULL,
  details LONGTEXT NULL,
  created_at DATETIME(6) NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (corporation_id, element_id),
  INDEX by_start (corporation_id, starts_at),
  INDEX by_template (corporation_id, template, starts_at),
  INDEX by_payee (corporation_id, payee_id, starts_at),
  INDEX by_assignee (corporation_id, assigned_to, starts_at)
);
