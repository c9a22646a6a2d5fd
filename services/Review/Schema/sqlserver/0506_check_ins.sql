CREATE TABLE CheckIn (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_CheckIn PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  OutcomeId uniqueidentifier NULL,
  HappenedOn date NOT NULL,
  Words nvarchar(4000) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  Travel int NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_CheckIn_PersonId ON CheckIn (PersonId, HappenedOn, RecordedAt);
