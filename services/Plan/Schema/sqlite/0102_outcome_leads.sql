-- Who leads the work on an outcome; the newest naming counts, and none is ever changed.
CREATE TABLE OutcomeLead (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  OutcomeId TEXT NOT NULL REFERENCES Outcome (Id),
  Number INTEGER NOT NULL,
  Who TEXT NOT NULL,
  Role TEXT NULL,
  Offer TEXT NULL,
  SaidBy INTEGER NULL,
  SaidByName TEXT NULL,
  How TEXT NULL,
  WrittenBy INTEGER NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_OutcomeLead_PersonId ON OutcomeLead (PersonId, OutcomeId, Number);
