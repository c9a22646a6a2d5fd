-- Which strengths of the person an outcome draws on; the words are Conversation's. Taken back, it stays for the past.
CREATE TABLE DrawnStrength (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_DrawnStrength PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  OutcomeId uniqueidentifier NOT NULL CONSTRAINT FK_DrawnStrength_Outcome REFERENCES Outcome (Id),
  StrengthId uniqueidentifier NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  TakenBackAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_DrawnStrength_PersonId ON DrawnStrength (PersonId, OutcomeId);
