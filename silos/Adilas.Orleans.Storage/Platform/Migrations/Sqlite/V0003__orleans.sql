-- What Orleans' membership and reminder providers need. They know only the texts in OrleansQuery: the names of its rows, of the
-- parameters and of the columns are their contract, the tables are ours.

CREATE TABLE IF NOT EXISTS OrleansQuery (
  QueryKey   TEXT NOT NULL,
  QueryText  TEXT NOT NULL,
  PRIMARY KEY (QueryKey)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS cluster_version (
  deployment  TEXT NOT NULL,
  version     INTEGER NOT NULL,
  PRIMARY KEY (deployment)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS cluster_member (
  deployment     TEXT NOT NULL,
  address        TEXT NOT NULL,
  port           INTEGER NOT NULL,
  generation     INTEGER NOT NULL,
  silo_name      TEXT NOT NULL,
  host_name      TEXT NOT NULL,
  status         INTEGER NOT NULL,
  proxy_port     INTEGER NOT NULL,
  suspect_times  TEXT NULL,
  started_at     TEXT NOT NULL,
  alive_at       TEXT NOT NULL,
  PRIMARY KEY (deployment, address, port, generation)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS reminder (
  service      TEXT NOT NULL,
  grain_id     TEXT NOT NULL,
  name         TEXT NOT NULL,
  starts_at    TEXT NOT NULL,
  period       INTEGER NOT NULL,
  grain_hash   INTEGER NOT NULL,
  version      INTEGER NOT NULL,
  PRIMARY KEY (service, grain_id, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reminder_range ON reminder (service, grain_hash);

INSERT OR REPLACE INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey',
'INSERT OR IGNORE INTO cluster_version (deployment, version) VALUES (@DeploymentId, 0);
SELECT changes();'),

('InsertMembershipKey',
'BEGIN IMMEDIATE;
INSERT INTO cluster_member (deployment, address, port, generation, silo_name, host_name, status, proxy_port, started_at, alive_at)
SELECT deployment, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
FROM cluster_version v
WHERE v.deployment = @DeploymentId AND v.version = @Version AND NOT EXISTS (
  SELECT 1 FROM cluster_member m
  WHERE m.deployment = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation);
UPDATE cluster_version SET version = version + 1
WHERE changes() > 0 AND deployment = @DeploymentId AND version = @Version;
SELECT changes();
COMMIT;'),

('UpdateMembershipKey',
'BEGIN IMMEDIATE;
UPDATE cluster_member SET status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
  AND EXISTS (SELECT 1 FROM cluster_version v WHERE v.deployment = @DeploymentId AND v.version = @Version);
UPDATE cluster_version SET version = version + 1
WHERE changes() > 0 AND deployment = @DeploymentId AND version = @Version;
SELECT changes();
COMMIT;'),

('UpdateIAmAlivetimeKey',
'UPDATE cluster_member SET alive_at = @IAmAliveTime
WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation;'),

('MembershipReadRowKey',
'SELECT v.deployment AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
  m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
  m.started_at AS StartTime, m.alive_at AS IAmAliveTime, v.version AS Version
FROM cluster_version v LEFT JOIN cluster_member m
  ON m.deployment = v.deployment AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.deployment = @DeploymentId;'),

('MembershipReadAllKey',
'SELECT v.deployment AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
  m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
  m.started_at AS StartTime, m.alive_at AS IAmAliveTime, v.version AS Version
FROM cluster_version v LEFT JOIN cluster_member m ON m.deployment = v.deployment
WHERE v.deployment = @DeploymentId;'),

('GatewaysQueryKey',
'SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
FROM cluster_member WHERE deployment = @DeploymentId AND status = @Status AND proxy_port > 0;'),

('DeleteMembershipTableEntriesKey',
'DELETE FROM cluster_member WHERE deployment = @DeploymentId;
DELETE FROM cluster_version WHERE deployment = @DeploymentId;'),

-- 6 is SiloStatus.Dead: a silo that is merely slow to say that it is alive keeps its row.
('CleanupDefunctSiloEntriesKey',
'DELETE FROM cluster_member WHERE deployment = @DeploymentId AND status = 6 AND alive_at < @IAmAliveTime;'),

('UpsertReminderRowKey',
'INSERT INTO reminder (service, grain_id, name, starts_at, period, grain_hash, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON CONFLICT (service, grain_id, name) DO UPDATE
SET starts_at = excluded.starts_at, period = excluded.period, grain_hash = excluded.grain_hash, version = version + 1
RETURNING version AS Version;'),

('ReadReminderRowsKey',
'SELECT grain_id AS GrainId, name AS ReminderName, starts_at AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND grain_id = @GrainId;'),

('ReadReminderRowKey',
'SELECT grain_id AS GrainId, name AS ReminderName, starts_at AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND grain_id = @GrainId AND name = @ReminderName;'),

('ReadRangeRows1Key',
'SELECT grain_id AS GrainId, name AS ReminderName, starts_at AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash;'),

('ReadRangeRows2Key',
'SELECT grain_id AS GrainId, name AS ReminderName, starts_at AS StartTime, period AS Period, version AS Version
FROM reminder WHERE service = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash);'),

('DeleteReminderRowKey',
'DELETE FROM reminder
WHERE service = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version;
SELECT changes();'),

('DeleteReminderRowsKey',
'DELETE FROM reminder WHERE service = @ServiceId;');
