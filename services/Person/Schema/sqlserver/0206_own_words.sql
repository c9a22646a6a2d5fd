-- What a person says of themselves, section by section, each wording a row of its own that is never edited. Kind 1 is
-- About Me, 2 a carer's own plan. EarlierId is the wording that this one says anew; all of one section have the same SectionId.
CREATE TABLE OwnWords (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_OwnWords PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Kind int NOT NULL,
  SectionId uniqueidentifier NOT NULL,
  EarlierId uniqueidentifier NULL,
  Section nvarchar(50) NULL,
  Title nvarchar(200) NULL,
  Words nvarchar(4000) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  TakenOffAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_OwnWords_PersonId ON OwnWords (PersonId, RecordedAt);
