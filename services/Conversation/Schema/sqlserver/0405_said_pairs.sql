-- How two statements of one topic stand to each other, as somebody said it.
CREATE TABLE SaidPair (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_SaidPair PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  FirstId uniqueidentifier NOT NULL,
  SecondId uniqueidentifier NOT NULL,
  Answer int NOT NULL,
  OutdatedId uniqueidentifier NULL,
  Words nvarchar(1000) NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_SaidPair_PersonId ON SaidPair (PersonId, RecordedAt);
