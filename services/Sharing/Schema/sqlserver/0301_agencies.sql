CREATE TABLE Agency (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Agency PRIMARY KEY,
  Name nvarchar(200) NOT NULL,
  Type int NOT NULL,
  TermsVersion nvarchar(50) NULL,
  SignedOn date NULL,
  AgreementEndedAt datetimeoffset(7) NULL,
  AgreementEndReason nvarchar(1000) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);

CREATE TABLE Team (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Team PRIMARY KEY,
  AgencyId uniqueidentifier NOT NULL CONSTRAINT FK_Team_Agency REFERENCES Agency (Id),
  Name nvarchar(200) NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE UNIQUE INDEX UX_Team_AgencyId_Name ON Team (AgencyId, Name);

CREATE TABLE Staff (
  TeamId uniqueidentifier NOT NULL CONSTRAINT FK_Staff_Team REFERENCES Team (Id),
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Capacity int NOT NULL,
  Name nvarchar(200) NOT NULL,
  Role nvarchar(200) NOT NULL,
  FromTime datetimeoffset(7) NOT NULL,
  UntilTime datetimeoffset(7) NULL,
  CONSTRAINT PK_Staff PRIMARY KEY (TeamId, Issuer, Subject));
