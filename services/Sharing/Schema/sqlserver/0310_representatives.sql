-- Who may act for a person, and the one-use codes by which they bind a sign-in. Of a code only the hash is kept.
CREATE TABLE Representative (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Representative PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  Name nvarchar(200) NOT NULL,
  Role int NOT NULL,
  Scope int NOT NULL,
  Evidence nvarchar(1000) NULL,
  StartsOn date NOT NULL,
  EndsOn date NULL,
  Said nvarchar(4000) NULL,
  SaidBy int NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NULL,
  WrittenBy int NULL,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  NamedAt datetimeoffset(7) NOT NULL,
  EndedAt datetimeoffset(7) NULL,
  EndReason nvarchar(1000) NULL);
CREATE CLUSTERED INDEX IX_Representative_PersonId ON Representative (PersonId);

CREATE TABLE RepresentativeCode (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_RepresentativeCode PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  RepresentativeId uniqueidentifier NOT NULL,
  CodeHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  ExpiresAt datetimeoffset(7) NOT NULL,
  UsedAt datetimeoffset(7) NULL);
CREATE UNIQUE INDEX UX_RepresentativeCode_CodeHash ON RepresentativeCode (CodeHash);
CREATE CLUSTERED INDEX IX_RepresentativeCode_PersonId ON RepresentativeCode (PersonId);
