-- Whose involvement is a secret: it and what its team recorded count in the area's figures alone.
CREATE TABLE InvolvementPrivateFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  Private INTEGER NOT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE RecordedFact (
  Generation INTEGER NOT NULL,
  Source TEXT NOT NULL,
  Position INTEGER NOT NULL,
  ItemId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  PRIMARY KEY (Generation, Source, Position)) WITHOUT ROWID;
CREATE INDEX IX_RecordedFact_PersonId ON RecordedFact (Generation, PersonId, TeamId);
-- A model that has followed nothing yet needs no making anew.
UPDATE LiveModel SET HandlerSet = 2 WHERE NOT EXISTS (SELECT 1 FROM InboxCursor);
