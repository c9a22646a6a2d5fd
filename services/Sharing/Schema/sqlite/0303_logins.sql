-- One-use codes by which a person binds their sign-in. Only the hash is kept.
CREATE TABLE LoginCode (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  CodeHash TEXT NOT NULL,
  RecordedAt TEXT NOT NULL,
  ExpiresAt TEXT NOT NULL,
  UsedAt TEXT NULL) WITHOUT ROWID;
CREATE UNIQUE INDEX UX_LoginCode_CodeHash ON LoginCode (CodeHash);
CREATE INDEX IX_LoginCode_PersonId ON LoginCode (PersonId);

CREATE TABLE LoginGuess (
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  GuessedOn TEXT NOT NULL,
  Failures INTEGER NOT NULL,
  PRIMARY KEY (Issuer, Subject, GuessedOn)) WITHOUT ROWID;
