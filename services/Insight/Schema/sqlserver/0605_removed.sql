-- An item was entered in error: it counts in no figure that is still to be published.
CREATE TABLE RemovedFact (
  Generation int NOT NULL,
  Source nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Position bigint NOT NULL,
  ItemId uniqueidentifier NOT NULL,
  CONSTRAINT PK_RemovedFact PRIMARY KEY (Generation, Source, Position));
CREATE INDEX IX_RemovedFact_ItemId ON RemovedFact (Generation, ItemId);
UPDATE LiveModel SET HandlerSet = 3 WHERE NOT EXISTS (SELECT 1 FROM InboxCursor);
