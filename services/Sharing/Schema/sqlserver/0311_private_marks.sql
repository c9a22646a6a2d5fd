-- Involvements that are themselves the secret. The reason is looked at again every 28 days.
CREATE TABLE PrivateMark (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_PrivateMark PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  InvolvementId uniqueidentifier NOT NULL,
  Reason nvarchar(1000) NOT NULL,
  MadeAt datetimeoffset(7) NOT NULL,
  ReviewDueOn date NOT NULL,
  EndedAt datetimeoffset(7) NULL,
  EndReason nvarchar(1000) NULL);
CREATE CLUSTERED INDEX IX_PrivateMark_PersonId ON PrivateMark (PersonId);
CREATE INDEX IX_PrivateMark_TeamId ON PrivateMark (TeamId, ReviewDueOn);
