-- Who sees the shared purpose differently, beside the wording that they meant.
CREATE TABLE PurposeDissent (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_PurposeDissent PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  PurposeId uniqueidentifier NOT NULL,
  Words nvarchar(1000) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_PurposeDissent_PersonId ON PurposeDissent (PersonId, RecordedAt);
