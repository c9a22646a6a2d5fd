-- Whether the views on a topic agree, as somebody said it.
CREATE TABLE SaidAgreement (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Topic TEXT NOT NULL,
  Answer INTEGER NOT NULL,
  Words TEXT NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_SaidAgreement_PersonId ON SaidAgreement (PersonId, RecordedAt);
