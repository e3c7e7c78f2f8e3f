-- What Orleans' membership and reminder providers need. They know only the texts in OrleansQuery: the names of its rows, of the
-- parameters and of the columns are their contract, the tables are ours.

CREATE TABLE IF NOT EXISTS OrleansQuery (
  QueryKey   VARCHAR(64) NOT NULL,
  QueryText  VARCHAR(8000) NOT NULL,
  PRIMARY KEY (QueryKey)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS cluster_version (
  deployment  VARCHAR(150) NOT NULL,
  version     INT NOT NULL,
  PRIMARY KEY (deployment)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS cluster_member (
  deployment     VARCHAR(150) NOT NULL,
  address        VARCHAR(45) NOT NULL,
  port           INT NOT NULL,
  generation     INT NOT NULL,
  silo_name      VARCHAR(150) NOT NULL,
  host_name      VARCHAR(150) NOT NULL,
  status         INT NOT NULL,
  proxy_port     INT NOT NULL,
  suspect_times  VARCHAR(8000) NULL,
  started_at     DATETIME(3) NOT NULL,
  alive_at       DATETIME(3) NOT NULL,
  PRIMARY KEY (deployment, address, port, generation)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS reminder (
  service      VARCHAR(150) NOT NULL,
  grain_id     VARCHAR(400) NOT NULL,
  name         VARCHAR(150) NOT NULL,
  starts_at    DATETIME(3) NOT NULL,
  period       BIGINT NOT NULL,
  grain_hash   INT NOT NULL,
  version      INT NOT NULL,
  PRIMARY KEY (service, grain_id, name),
  KEY reminder_range (service, grain_hash)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey',
'INSERT IGNORE INTO cluster_version (deployment, version) VALUES (@DeploymentId, 0);
SELECT ROW_COUNT();'),

-- The first statement changes nothing but locks the version row: silos that join at once queue there instead of dead-locking.
('InsertMembershipKey',
'START TRANSACTION;
UPDATE cluster_version SET version = version WHERE deployment = @DeploymentId;
INSERT INTO cluster_member (deployment, address, port, generation, silo_name, host_name, status, proxy_port, started_at, alive_at)
SELECT deployment, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
FROM cluster_version v
WHERE v.deployment = @DeploymentId AND v.version = @Version AND NOT EXISTS (
  SELECT 1 FROM cluster_member m
  WHERE m.deployment = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation);
UPDATE cluster_version SET version = version + 1
WHERE ROW_COUNT() > 0 AND deployment = @DeploymentId AND version = @Version;
SELECT ROW_COUNT();
COMMIT;'),

('UpdateMembershipKey',
'UPDATE cluster_version v JOIN cluster_member m ON m.deployment = v.deployment
SET v.version = v.version + 1, m.status = @Status, m.suspect_times = @SuspectTimes, m.alive_at = @IAmAliveTime
WHERE v.deployment = @DeploymentId AND v.version = @Version
  AND m.address = @Address AND m.port = @Port AND m.generation = @Generation;
SELECT ROW_COUNT() > 0;'),

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
'START TRANSACTION;
INSERT INTO reminder (service, grain_id, name, starts_at, period, grain_hash, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON DUPLICATE KEY UPDATE starts_at = VALUES(starts_at), period = VALUES(period), grain_hash = VALUES(grain_hash), version = version + 1;
SELECT version AS Version FROM reminder WHERE service = @ServiceId AND grain_id = @GrainId AND name = @ReminderName;
COMMIT;'),

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
SELECT ROW_COUNT();'),

('DeleteReminderRowsKey',
'DELETE FROM reminder WHERE service = @ServiceId;')
ON DUPLICATE KEY UPDATE QueryText = VALUES(QueryText);
