-- A person is what their record is about, so Id and PersonId are the same. The address of a person who keeps it hidden
-- is not here: what has no row can't be searched, sorted, matched or shown by mistake.
CREATE TABLE Person (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Person PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  AgencyId uniqueidentifier NOT NULL,
  FullName nvarchar(200) NOT NULL,
  PreferredName nvarchar(200) NOT NULL,
  SearchName nvarchar(800) NOT NULL,
  MatchName nvarchar(400) NOT NULL,
  BirthDate date NULL,
  Address nvarchar(500) NULL,
  Postcode nvarchar(20) NULL,
  MatchPostcode nvarchar(20) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Person_BirthDate ON Person (BirthDate, MatchName);
CREATE INDEX IX_Person_MatchPostcode ON Person (MatchPostcode);

CREATE TABLE HiddenAddress (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_HiddenAddress PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Address nvarchar(500) NULL,
  Postcode nvarchar(20) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_HiddenAddress_PersonId ON HiddenAddress (PersonId);

-- No unique index: an identifier that exists is registered alike for everybody, and the pair goes to privacy officers.
CREATE TABLE Identifier (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Identifier PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Kind int NOT NULL,
  System nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Value nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Passed int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Identifier_PersonId ON Identifier (PersonId);
CREATE INDEX IX_Identifier_Value ON Identifier (Value, Kind);

CREATE TABLE PossibleSame (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_PossibleSame PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  OtherPersonId uniqueidentifier NOT NULL,
  Score int NOT NULL,
  Reasons nvarchar(400) NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_PossibleSame_RecordedAt ON PossibleSame (RecordedAt);
