-- One-use codes by which a person binds their sign-in. Only the hash is kept.
CREATE TABLE LoginCode (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_LoginCode PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  CodeHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  ExpiresAt datetimeoffset(7) NOT NULL,
  UsedAt datetimeoffset(7) NULL);
CREATE UNIQUE INDEX UX_LoginCode_CodeHash ON LoginCode (CodeHash);
CREATE CLUSTERED INDEX IX_LoginCode_PersonId ON LoginCode (PersonId);

CREATE TABLE LoginGuess (
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  GuessedOn date NOT NULL,
  Failures int NOT NULL,
  CONSTRAINT PK_LoginGuess PRIMARY KEY (Issuer, Subject, GuessedOn));
