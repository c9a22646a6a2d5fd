-- What matters most to the person, in their order; the newest counts, and none is ever changed.
CREATE TABLE Ranking (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Ranking PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Number int NOT NULL,
  OutcomeIds nvarchar(max) NOT NULL,
  Places nvarchar(max) NOT NULL,
  Critical nvarchar(max) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE UNIQUE CLUSTERED INDEX IX_Ranking_PersonId ON Ranking (PersonId, Number);
