-- Two records that are, were, or may be one person's. What a merge does stands in the copies of who may see what.
CREATE TABLE PersonMerge (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  OtherPersonId TEXT NOT NULL,
  State INTEGER NOT NULL,
  Reason TEXT NOT NULL,
  AgencyId TEXT NOT NULL,
  ProposedIssuer TEXT NOT NULL,
  ProposedSubject TEXT NOT NULL,
  WithPerson INTEGER NOT NULL,
  WithOther INTEGER NOT NULL,
  ProposedAt TEXT NOT NULL,
  AgreedAgencyId TEXT NULL,
  PersonAgreedAt TEXT NULL,
  OtherAgreedAt TEXT NULL,
  SettledAt TEXT NULL,
  EndReason TEXT NULL,
  PartedAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_PersonMerge_PersonId ON PersonMerge (PersonId);
CREATE INDEX IX_PersonMerge_OtherPersonId ON PersonMerge (OtherPersonId);
