-- Who died, as Person tells it: nothing new is planned for them, and what was open is shown as ended.
CREATE TABLE Death (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Death PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  DiedOn date NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  ReversedAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_Death_PersonId ON Death (PersonId);
