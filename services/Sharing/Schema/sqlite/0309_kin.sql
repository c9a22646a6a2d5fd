-- What staff declared to their agency: their own record, or that of somebody close.
CREATE TABLE Kinship (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  AgencyId TEXT NOT NULL,
  Relation INTEGER NOT NULL,
  DeclaredAt TEXT NOT NULL,
  WithdrawnAt TEXT NULL,
  Reason TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Kinship_PersonId ON Kinship (PersonId);
CREATE INDEX IX_Kinship_AgencyId ON Kinship (AgencyId, DeclaredAt);
