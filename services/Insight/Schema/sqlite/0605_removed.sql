-- An item was entered in error: it counts in no figure that is still to be published.
CREATE TABLE RemovedFact (
  Generation INTEGER NOT NULL,
  Source TEXT NOT NULL,
  Position INTEGER NOT NULL,
  ItemId TEXT NOT NULL,
  PRIMARY KEY (Generation, Source, Position)) WITHOUT ROWID;
CREATE INDEX IX_RemovedFact_ItemId ON RemovedFact (Generation, ItemId);
UPDATE LiveModel SET HandlerSet = 3 WHERE NOT EXISTS (SELECT 1 FROM InboxCursor);
