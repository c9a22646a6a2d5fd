-- A record, or a kind of entry, is kept from an agency or a team: it counts in the area's figures and not in theirs.
CREATE TABLE RestrictionSetFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  RestrictionId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  Grantee uniqueidentifier NOT NULL,
  Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT PK_RestrictionSetFact PRIMARY KEY (Generation, Position));
CREATE TABLE RestrictionLiftedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  RestrictionId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  CONSTRAINT PK_RestrictionLiftedFact PRIMARY KEY (Generation, Position, RestrictionId));
CREATE INDEX IX_RestrictionLiftedFact ON RestrictionLiftedFact (Generation, RestrictionId, PersonId);
-- A model that has followed nothing yet needs no making anew.
UPDATE LiveModel SET HandlerSet = 3 WHERE NOT EXISTS (SELECT 1 FROM InboxCursor);
