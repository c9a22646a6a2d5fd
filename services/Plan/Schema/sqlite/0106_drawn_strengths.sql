-- Which strengths of the person an outcome draws on; the words are Conversation's. Taken back, it stays for the past.
CREATE TABLE DrawnStrength (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  OutcomeId TEXT NOT NULL REFERENCES Outcome (Id),
  StrengthId TEXT NOT NULL,
  RecordedAt TEXT NOT NULL,
  TakenBackAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_DrawnStrength_PersonId ON DrawnStrength (PersonId, OutcomeId);
