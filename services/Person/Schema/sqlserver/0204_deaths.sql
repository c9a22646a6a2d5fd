-- That a person died, and how it is known. One that was taken back as a mistake stays, and counts no more. One that
-- follows was told of another record of the same person.
CREATE TABLE DeathRecord (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_DeathRecord PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  AgencyId uniqueidentifier NOT NULL,
  FollowsId uniqueidentifier NULL,
  DiedOn date NOT NULL,
  HowKnown nvarchar(1000) NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  ReversedAt datetimeoffset(7) NULL,
  ReverseReason nvarchar(1000) NULL);
CREATE CLUSTERED INDEX IX_DeathRecord_PersonId ON DeathRecord (PersonId);
CREATE INDEX IX_DeathRecord_FollowsId ON DeathRecord (FollowsId);
