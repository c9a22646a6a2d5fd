-- Whose involvement is a secret: it and what its team recorded count in the area's figures alone.
CREATE TABLE InvolvementPrivateFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  Private bit NOT NULL,
  CONSTRAINT PK_InvolvementPrivateFact PRIMARY KEY (Generation, Position));
CREATE TABLE RecordedFact (
  Generation int NOT NULL,
  Source nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Position bigint NOT NULL,
  ItemId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  CONSTRAINT PK_RecordedFact PRIMARY KEY (Generation, Source, Position));
CREATE INDEX IX_RecordedFact_PersonId ON RecordedFact (Generation, PersonId, TeamId);
-- A model that has followed nothing yet needs no making anew.
UPDATE LiveModel SET HandlerSet = 2 WHERE NOT EXISTS (SELECT 1 FROM InboxCursor);
