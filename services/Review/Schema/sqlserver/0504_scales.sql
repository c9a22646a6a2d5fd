-- A scale, a row a version; the first one's id is the scale's. No row is ever changed but for a mistake.
CREATE TABLE Scale (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Scale PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  ScaleId uniqueidentifier NOT NULL,
  Name nvarchar(200) NOT NULL,
  Points nvarchar(max) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Scale_PersonId ON Scale (PersonId, RecordedAt);
CREATE INDEX IX_Scale_ScaleId ON Scale (ScaleId);
