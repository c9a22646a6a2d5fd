-- Involvements that are themselves the secret. The reason is looked at again every 28 days.
CREATE TABLE PrivateMark (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  InvolvementId TEXT NOT NULL,
  Reason TEXT NOT NULL,
  MadeAt TEXT NOT NULL,
  ReviewDueOn TEXT NOT NULL,
  EndedAt TEXT NULL,
  EndReason TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_PrivateMark_PersonId ON PrivateMark (PersonId);
CREATE INDEX IX_PrivateMark_TeamId ON PrivateMark (TeamId, ReviewDueOn);
