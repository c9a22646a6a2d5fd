-- Who may act for a person, and the one-use codes by which they bind a sign-in. Of a code only the hash is kept.
CREATE TABLE Representative (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  Name TEXT NOT NULL,
  Role INTEGER NOT NULL,
  Scope INTEGER NOT NULL,
  Evidence TEXT NULL,
  StartsOn TEXT NOT NULL,
  EndsOn TEXT NULL,
  Said TEXT NULL,
  SaidBy INTEGER NULL,
  SaidByName TEXT NULL,
  How TEXT NULL,
  WrittenBy INTEGER NULL,
  Issuer TEXT NULL,
  Subject TEXT NULL,
  NamedAt TEXT NOT NULL,
  EndedAt TEXT NULL,
  EndReason TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Representative_PersonId ON Representative (PersonId);

CREATE TABLE RepresentativeCode (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  RepresentativeId TEXT NOT NULL,
  CodeHash TEXT NOT NULL,
  ExpiresAt TEXT NOT NULL,
  UsedAt TEXT NULL) WITHOUT ROWID;
CREATE UNIQUE INDEX UX_RepresentativeCode_CodeHash ON RepresentativeCode (CodeHash);
CREATE INDEX IX_RepresentativeCode_PersonId ON RepresentativeCode (PersonId);
