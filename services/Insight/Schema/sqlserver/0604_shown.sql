-- An item is withheld from somebody no more: what was told before in the same source does not hold.
CREATE TABLE ShownFact (
  Generation int NOT NULL,
  Source nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Position bigint NOT NULL,
  ItemId uniqueidentifier NOT NULL,
  Grantee uniqueidentifier NOT NULL,
  CONSTRAINT PK_ShownFact PRIMARY KEY (Generation, Source, Position, ItemId, Grantee));
