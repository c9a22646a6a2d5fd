-- That a person moves away, and the last day on which they are supported here. The newest counts.
CREATE TABLE MoveAway (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_MoveAway PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  AgencyId uniqueidentifier NULL,
  LastOn date NOT NULL,
  HowKnown nvarchar(1000) NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  TakenBackAt datetimeoffset(7) NULL,
  TakeBackReason nvarchar(1000) NULL);
CREATE CLUSTERED INDEX IX_MoveAway_PersonId ON MoveAway (PersonId);
