-- What a person says of themselves, section by section, each wording a row of its own that is never edited. Kind 1 is
-- About Me, 2 a carer's own plan. EarlierId is the wording that this one says anew; all of one section have the same SectionId.
CREATE TABLE OwnWords (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Kind INTEGER NOT NULL,
  SectionId TEXT NOT NULL,
  EarlierId TEXT NULL,
  Section TEXT NULL,
  Title TEXT NULL,
  Words TEXT NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL,
  TakenOffAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_OwnWords_PersonId ON OwnWords (PersonId, RecordedAt);
