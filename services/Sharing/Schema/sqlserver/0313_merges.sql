-- Two records that are, were, or may be one person's. What a merge does stands in the copies of who may see what.
CREATE TABLE PersonMerge (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_PersonMerge PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  OtherPersonId uniqueidentifier NOT NULL,
  State int NOT NULL,
  Reason nvarchar(1000) NOT NULL,
  AgencyId uniqueidentifier NOT NULL,
  ProposedIssuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  ProposedSubject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  WithPerson bit NOT NULL,
  WithOther bit NOT NULL,
  ProposedAt datetimeoffset(7) NOT NULL,
  AgreedAgencyId uniqueidentifier NULL,
  PersonAgreedAt datetimeoffset(7) NULL,
  OtherAgreedAt datetimeoffset(7) NULL,
  SettledAt datetimeoffset(7) NULL,
  EndReason nvarchar(1000) NULL,
  PartedAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_PersonMerge_PersonId ON PersonMerge (PersonId);
CREATE INDEX IX_PersonMerge_OtherPersonId ON PersonMerge (OtherPersonId);
