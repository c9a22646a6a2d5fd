-- A record asked for, opened, given back and checked in an emergency. What lets anybody read are the access rule's own
-- tables; this is the story of it.
CREATE TABLE Emergency (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Emergency PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  AgencyId uniqueidentifier NOT NULL,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  ReasonCode nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Explanation nvarchar(1000) NOT NULL,
  AskedAt datetimeoffset(7) NOT NULL,
  AgreedTeamId uniqueidentifier NULL,
  AgreedIssuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  AgreedSubject nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  OpenedAt datetimeoffset(7) NULL,
  OpenedOn date NULL,
  UntilTime datetimeoffset(7) NULL,
  ClosedAt datetimeoffset(7) NULL,
  ReviewDueOn date NULL,
  ReviewedAt datetimeoffset(7) NULL,
  ReviewedIssuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  ReviewedSubject nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  Finding int NULL,
  ReviewWords nvarchar(1000) NULL);
CREATE CLUSTERED INDEX IX_Emergency_PersonId ON Emergency (PersonId, AskedAt);
CREATE INDEX IX_Emergency_AgencyId ON Emergency (AgencyId, AskedAt);
CREATE INDEX IX_Emergency_Subject ON Emergency (Issuer, Subject, OpenedOn);
CREATE INDEX IX_Emergency_TeamId ON Emergency (TeamId, ReviewDueOn);
CREATE INDEX IX_Emergency_AskedAt ON Emergency (AskedAt);
CREATE INDEX IX_Emergency_OpenedAt ON Emergency (OpenedAt);
