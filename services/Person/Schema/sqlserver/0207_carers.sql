-- That one person cares for another: a row on the record of each, with what that one said about it. Who the other is
-- stands in the row's own circle; the two rows find each other by LinkId.
CREATE TABLE CarerLink (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_CarerLink PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  LinkId uniqueidentifier NOT NULL,
  CircleMemberId uniqueidentifier NOT NULL,
  Cares bit NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  EndedAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_CarerLink_PersonId ON CarerLink (PersonId);
CREATE INDEX IX_CarerLink_LinkId ON CarerLink (LinkId);
CREATE INDEX IX_CarerLink_CircleMemberId ON CarerLink (CircleMemberId);
