-- What a person wishes about sharing: words that are never changed, with the earlier ones beside them.
CREATE TABLE Wish (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Wish PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  AboutId uniqueidentifier NULL,
  EarlierId uniqueidentifier NULL,
  Words nvarchar(4000) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Wish_PersonId ON Wish (PersonId, RecordedAt);

-- What a person keeps from whom, as it was said; every service enforces its copy (the table Restriction).
CREATE TABLE SaidRestriction (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_SaidRestriction PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  FromId uniqueidentifier NOT NULL,
  Kind nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
  Words nvarchar(1000) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  LiftedHow nvarchar(1000) NULL,
  LiftedAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_SaidRestriction_PersonId ON SaidRestriction (PersonId, RecordedAt);

CREATE TABLE Objection (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Objection PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  AgencyId uniqueidentifier NOT NULL,
  State int NOT NULL,
  Words nvarchar(4000) NOT NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  MadeOn date NOT NULL,
  DueOn date NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  Duty nvarchar(1000) NULL,
  Decision nvarchar(4000) NULL,
  DecidedAt datetimeoffset(7) NULL,
  WithdrawnHow nvarchar(1000) NULL);
CREATE CLUSTERED INDEX IX_Objection_PersonId ON Objection (PersonId, RecordedAt);
CREATE INDEX IX_Objection_AgencyId ON Objection (AgencyId, State, DueOn);
