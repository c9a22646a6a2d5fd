-- A record, or a kind of entry, is kept from an agency or a team: it counts in the area's figures and not in theirs.
CREATE TABLE RestrictionSetFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  RestrictionId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  Grantee TEXT NOT NULL,
  Kind TEXT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE RestrictionLiftedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  RestrictionId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  PRIMARY KEY (Generation, Position, RestrictionId)) WITHOUT ROWID;
CREATE INDEX IX_RestrictionLiftedFact ON RestrictionLiftedFact (Generation, RestrictionId, PersonId);
-- A model that has followed nothing yet needs no making anew.
UPDATE LiveModel SET HandlerSet = 3 WHERE NOT EXISTS (SELECT 1 FROM InboxCursor);
