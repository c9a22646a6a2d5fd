CREATE TABLE Referral (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Referral PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  State int NOT NULL,
  ToTeamId uniqueidentifier NOT NULL,
  WhatMatters nvarchar(4000) NOT NULL,
  ReasonBeyond nvarchar(4000) NULL,
  Urgency int NOT NULL,
  HappenedOn date NOT NULL,
  LegalBasis int NOT NULL,
  Said nvarchar(4000) NULL,
  SaidBy int NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NULL,
  WrittenBy int NULL,
  DeclineReason nvarchar(1000) NULL,
  InvolvementId uniqueidentifier NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  AnsweredAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_Referral_PersonId ON Referral (PersonId);
CREATE INDEX IX_Referral_ToTeamId ON Referral (ToTeamId, RecordedAt);
CREATE INDEX IX_Referral_TeamId ON Referral (TeamId, RecordedAt);

CREATE TABLE Involvement (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Involvement PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  ReferralId uniqueidentifier NULL,
  LegalBasis int NOT NULL,
  Evidence nvarchar(1000) NULL,
  Purpose nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  FromTime datetimeoffset(7) NOT NULL,
  UntilTime datetimeoffset(7) NULL,
  EndReason nvarchar(1000) NULL);
CREATE CLUSTERED INDEX IX_Involvement_PersonId ON Involvement (PersonId, FromTime);

-- Who of the team works with the person; as it was named, whoever has left since.
CREATE TABLE NamedPractitioner (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_NamedPractitioner PRIMARY KEY NONCLUSTERED,
  InvolvementId uniqueidentifier NOT NULL CONSTRAINT FK_NamedPractitioner_Involvement REFERENCES Involvement (Id),
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Role nvarchar(200) NOT NULL,
  Offer nvarchar(1000) NULL);
CREATE UNIQUE CLUSTERED INDEX UX_NamedPractitioner ON NamedPractitioner (InvolvementId, Issuer, Subject);
CREATE INDEX IX_NamedPractitioner_Subject ON NamedPractitioner (Issuer, Subject);

CREATE TABLE Opening (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Opening PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  ToTeamId uniqueidentifier NOT NULL,
  Kind int NULL,
  ItemId uniqueidentifier NULL,
  Reason nvarchar(1000) NULL,
  OpenedAt datetimeoffset(7) NOT NULL,
  ClosedAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_Opening_PersonId ON Opening (PersonId, OpenedAt);
