-- What is said to an entry of this service: replies, and corrections that are asked for (State 1 to 3, see
-- entries.proto). The entry itself is in a table of the service's own.
CREATE TABLE Reply (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Reply PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  ItemId uniqueidentifier NOT NULL,
  Words nvarchar(4000) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  OnlyForMe bit NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  AskedTeamId uniqueidentifier NULL,
  State int NOT NULL,
  Answer nvarchar(4000) NULL,
  AnsweredAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_Reply_PersonId ON Reply (PersonId, RecordedAt);
CREATE INDEX IX_Reply_AskedTeamId ON Reply (AskedTeamId, RecordedAt) WHERE State = 1;
