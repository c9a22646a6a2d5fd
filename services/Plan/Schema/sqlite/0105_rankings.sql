-- What matters most to the person, in their order; the newest counts, and none is ever changed.
CREATE TABLE Ranking (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Number INTEGER NOT NULL,
  OutcomeIds TEXT NOT NULL,
  Places TEXT NOT NULL,
  Critical TEXT NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE UNIQUE INDEX IX_Ranking_PersonId ON Ranking (PersonId, Number);
