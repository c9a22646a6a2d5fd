-- One row per check before registering, whatever it answered: it counts the caller's checks of the day, and keeps the
-- hash of the one-use handle. PersonId is empty when nobody was told of.
CREATE TABLE RegisterCheck (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_RegisterCheck PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CheckedOn date NOT NULL,
  Answer int NOT NULL,
  HandleHash binary(32) NOT NULL,
  GoodUntil datetimeoffset(7) NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_RegisterCheck_Caller ON RegisterCheck (Issuer, Subject, CheckedOn);
CREATE INDEX IX_RegisterCheck_HandleHash ON RegisterCheck (HandleHash);
