-- Whether the views on a topic agree, as somebody said it.
CREATE TABLE SaidAgreement (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_SaidAgreement PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Topic nvarchar(50) NOT NULL,
  Answer int NOT NULL,
  Words nvarchar(1000) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_SaidAgreement_PersonId ON SaidAgreement (PersonId, RecordedAt);
