-- The person's own part in an outcome, as they put it; the newest counts, and none is ever changed.
CREATE TABLE ChosenRole (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  OutcomeId TEXT NOT NULL REFERENCES Outcome (Id),
  Words TEXT NOT NULL,
  Code TEXT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_ChosenRole_PersonId ON ChosenRole (PersonId, OutcomeId);
