-- Who died, as Person tells it: nothing new is planned for them, and what was open is shown as ended.
CREATE TABLE Death (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  DiedOn TEXT NOT NULL,
  RecordedAt TEXT NOT NULL,
  ReversedAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Death_PersonId ON Death (PersonId);
