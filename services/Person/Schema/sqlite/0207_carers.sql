-- That one person cares for another: a row on the record of each, with what that one said about it. Who the other is
-- stands in the row's own circle; the two rows find each other by LinkId.
CREATE TABLE CarerLink (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  LinkId TEXT NOT NULL,
  CircleMemberId TEXT NOT NULL,
  Cares INTEGER NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL,
  EndedAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_CarerLink_PersonId ON CarerLink (PersonId);
CREATE INDEX IX_CarerLink_LinkId ON CarerLink (LinkId);
CREATE INDEX IX_CarerLink_CircleMemberId ON CarerLink (CircleMemberId);
