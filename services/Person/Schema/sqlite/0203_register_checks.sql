-- One row per check before registering, whatever it answered: it counts the caller's checks of the day, and keeps the
-- hash of the one-use handle. PersonId is empty when nobody was told of.
CREATE TABLE RegisterCheck (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  CheckedOn TEXT NOT NULL,
  Answer INTEGER NOT NULL,
  HandleHash BLOB NOT NULL,
  GoodUntil TEXT NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_RegisterCheck_Caller ON RegisterCheck (Issuer, Subject, CheckedOn);
CREATE INDEX IX_RegisterCheck_HandleHash ON RegisterCheck (HandleHash);
