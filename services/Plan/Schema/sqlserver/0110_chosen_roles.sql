-- The person's own part in an outcome, as they put it; the newest counts, and none is ever changed.
CREATE TABLE ChosenRole (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_ChosenRole PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  OutcomeId uniqueidentifier NOT NULL CONSTRAINT FK_ChosenRole_Outcome REFERENCES Outcome (Id),
  Words nvarchar(4000) NOT NULL,
  Code nvarchar(100) NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_ChosenRole_PersonId ON ChosenRole (PersonId, OutcomeId);
