CREATE TABLE CheckIn (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  OutcomeId TEXT NULL,
  HappenedOn TEXT NOT NULL,
  Words TEXT NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  Travel INTEGER NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_CheckIn_PersonId ON CheckIn (PersonId, HappenedOn, RecordedAt);
