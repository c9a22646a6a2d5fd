-- What staff declared to their agency: their own record, or that of somebody close.
CREATE TABLE Kinship (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Kinship PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  AgencyId uniqueidentifier NOT NULL,
  Relation int NOT NULL,
  DeclaredAt datetimeoffset(7) NOT NULL,
  WithdrawnAt datetimeoffset(7) NULL,
  Reason nvarchar(1000) NULL);
CREATE CLUSTERED INDEX IX_Kinship_PersonId ON Kinship (PersonId);
CREATE INDEX IX_Kinship_AgencyId ON Kinship (AgencyId, DeclaredAt);
