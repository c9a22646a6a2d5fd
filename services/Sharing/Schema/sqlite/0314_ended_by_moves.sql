-- What a move ended, and until when each lasted without one: that comes back when the move is taken back.
CREATE TABLE EndedByMove (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  MoveId TEXT NOT NULL,
  InvolvementId TEXT NOT NULL,
  SetUntil TEXT NOT NULL,
  BeforeUntil TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_EndedByMove_PersonId ON EndedByMove (PersonId);
