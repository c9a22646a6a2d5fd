CREATE TABLE CommunicationNeeds (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_CommunicationNeeds PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  UnderstandsBest nvarchar(1000) NULL,
  IsUnderstoodBest nvarchar(1000) NULL,
  Interpreter nvarchar(1000) NULL,
  Aids nvarchar(1000) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_CommunicationNeeds_PersonId ON CommunicationNeeds (PersonId);

CREATE TABLE SafeContact (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_SafeContact PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  ContactHow nvarchar(1000) NULL,
  ContactWhen nvarchar(1000) NULL,
  ContactNever nvarchar(1000) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_SafeContact_PersonId ON SafeContact (PersonId);

CREATE TABLE CircleMember (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_CircleMember PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Name nvarchar(200) NOT NULL,
  Relation nvarchar(500) NOT NULL,
  MayBeTold bit NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  RemovedAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_CircleMember_PersonId ON CircleMember (PersonId);
