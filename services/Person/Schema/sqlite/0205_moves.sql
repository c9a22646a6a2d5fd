-- That a person moves away, and the last day on which they are supported here. The newest counts.
CREATE TABLE MoveAway (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  AgencyId TEXT NULL,
  LastOn TEXT NOT NULL,
  HowKnown TEXT NULL,
  RecordedAt TEXT NOT NULL,
  TakenBackAt TEXT NULL,
  TakeBackReason TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_MoveAway_PersonId ON MoveAway (PersonId);
