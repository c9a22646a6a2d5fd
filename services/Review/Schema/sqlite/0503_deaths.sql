-- Who died, as Person tells it: no review is due after that day.
CREATE TABLE Death (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  DiedOn TEXT NOT NULL,
  ReversedAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Death_PersonId ON Death (PersonId);
