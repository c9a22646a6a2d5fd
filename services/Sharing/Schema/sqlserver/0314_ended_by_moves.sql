-- What a move ended, and until when each lasted without one: that comes back when the move is taken back.
CREATE TABLE EndedByMove (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_EndedByMove PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  MoveId uniqueidentifier NOT NULL,
  InvolvementId uniqueidentifier NOT NULL,
  SetUntil datetimeoffset(7) NOT NULL,
  BeforeUntil datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_EndedByMove_PersonId ON EndedByMove (PersonId);
