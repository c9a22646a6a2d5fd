-- An item is withheld from somebody no more: what was told before in the same source does not hold.
CREATE TABLE ShownFact (
  Generation INTEGER NOT NULL,
  Source TEXT NOT NULL,
  Position INTEGER NOT NULL,
  ItemId TEXT NOT NULL,
  Grantee TEXT NOT NULL,
  PRIMARY KEY (Generation, Source, Position, ItemId, Grantee)) WITHOUT ROWID;
