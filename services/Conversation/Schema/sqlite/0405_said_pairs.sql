-- How two statements of one topic stand to each other, as somebody said it.
CREATE TABLE SaidPair (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  FirstId TEXT NOT NULL,
  SecondId TEXT NOT NULL,
  Answer INTEGER NOT NULL,
  OutdatedId TEXT NULL,
  Words TEXT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_SaidPair_PersonId ON SaidPair (PersonId, RecordedAt);
