-- A scale, a row a version; the first one's id is the scale's. No row is ever changed but for a mistake.
CREATE TABLE Scale (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  ScaleId TEXT NOT NULL,
  Name TEXT NOT NULL,
  Points TEXT NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Scale_PersonId ON Scale (PersonId, RecordedAt);
CREATE INDEX IX_Scale_ScaleId ON Scale (ScaleId);
