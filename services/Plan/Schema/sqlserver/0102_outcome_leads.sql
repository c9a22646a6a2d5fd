-- Who leads the work on an outcome; the newest naming counts, and none is ever changed.
CREATE TABLE OutcomeLead (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_OutcomeLead PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  OutcomeId uniqueidentifier NOT NULL CONSTRAINT FK_OutcomeLead_Outcome REFERENCES Outcome (Id),
  Number int NOT NULL,
  Who nvarchar(200) NOT NULL,
  Role nvarchar(200) NULL,
  Offer nvarchar(1000) NULL,
  SaidBy int NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NULL,
  WrittenBy int NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_OutcomeLead_PersonId ON OutcomeLead (PersonId, OutcomeId, Number);
