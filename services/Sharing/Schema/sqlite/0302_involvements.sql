CREATE TABLE Referral (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  State INTEGER NOT NULL,
  ToTeamId TEXT NOT NULL,
  WhatMatters TEXT NOT NULL,
  ReasonBeyond TEXT NULL,
  Urgency INTEGER NOT NULL,
  HappenedOn TEXT NOT NULL,
  LegalBasis INTEGER NOT NULL,
  Said TEXT NULL,
  SaidBy INTEGER NULL,
  SaidByName TEXT NULL,
  How TEXT NULL,
  WrittenBy INTEGER NULL,
  DeclineReason TEXT NULL,
  InvolvementId TEXT NULL,
  RecordedAt TEXT NOT NULL,
  AnsweredAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Referral_PersonId ON Referral (PersonId);
CREATE INDEX IX_Referral_ToTeamId ON Referral (ToTeamId, RecordedAt);
CREATE INDEX IX_Referral_TeamId ON Referral (TeamId, RecordedAt);

CREATE TABLE Involvement (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  ReferralId TEXT NULL,
  LegalBasis INTEGER NOT NULL,
  Evidence TEXT NULL,
  Purpose TEXT NOT NULL,
  FromTime TEXT NOT NULL,
  UntilTime TEXT NULL,
  EndReason TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Involvement_PersonId ON Involvement (PersonId, FromTime);

-- Who of the team works with the person; as it was named, whoever has left since.
CREATE TABLE NamedPractitioner (
  Id TEXT NOT NULL PRIMARY KEY,
  InvolvementId TEXT NOT NULL REFERENCES Involvement (Id),
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  Role TEXT NOT NULL,
  Offer TEXT NULL) WITHOUT ROWID;
CREATE UNIQUE INDEX UX_NamedPractitioner ON NamedPractitioner (InvolvementId, Issuer, Subject);
CREATE INDEX IX_NamedPractitioner_Subject ON NamedPractitioner (Issuer, Subject);

CREATE TABLE Opening (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  ToTeamId TEXT NOT NULL,
  Kind INTEGER NULL,
  ItemId TEXT NULL,
  Reason TEXT NULL,
  OpenedAt TEXT NOT NULL,
  ClosedAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Opening_PersonId ON Opening (PersonId, OpenedAt);
