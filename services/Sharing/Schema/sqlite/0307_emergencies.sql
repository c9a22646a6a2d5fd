-- A record asked for, opened, given back and checked in an emergency. What lets anybody read are the access rule's own
-- tables; this is the story of it.
CREATE TABLE Emergency (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  AgencyId TEXT NOT NULL,
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  ReasonCode TEXT NOT NULL,
  Explanation TEXT NOT NULL,
  AskedAt TEXT NOT NULL,
  AgreedTeamId TEXT NULL,
  AgreedIssuer TEXT NULL,
  AgreedSubject TEXT NULL,
  OpenedAt TEXT NULL,
  OpenedOn TEXT NULL,
  UntilTime TEXT NULL,
  ClosedAt TEXT NULL,
  ReviewDueOn TEXT NULL,
  ReviewedAt TEXT NULL,
  ReviewedIssuer TEXT NULL,
  ReviewedSubject TEXT NULL,
  Finding INTEGER NULL,
  ReviewWords TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Emergency_PersonId ON Emergency (PersonId, AskedAt);
CREATE INDEX IX_Emergency_AgencyId ON Emergency (AgencyId, AskedAt);
CREATE INDEX IX_Emergency_Subject ON Emergency (Issuer, Subject, OpenedOn);
CREATE INDEX IX_Emergency_TeamId ON Emergency (TeamId, ReviewDueOn);
CREATE INDEX IX_Emergency_AskedAt ON Emergency (AskedAt);
CREATE INDEX IX_Emergency_OpenedAt ON Emergency (OpenedAt);
