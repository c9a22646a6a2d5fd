-- That a person moves away, and the last day on which they are supported here. The newest counts.
CREATE TABLE MoveAway (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  LastOn TEXT NOT NULL,
  HowKnown TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_MoveAway_PersonId ON MoveAway (PersonId);
