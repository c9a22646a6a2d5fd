-- Who died, as Person tells it, and what ended by it: that alone comes back when it was a mistake.
CREATE TABLE Death (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Death PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  DiedOn date NOT NULL,
  ReversedAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_Death_PersonId ON Death (PersonId);

CREATE TABLE EndedByDeath (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_EndedByDeath PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  DeathId uniqueidentifier NOT NULL,
  RepresentativeId uniqueidentifier NOT NULL);
CREATE CLUSTERED INDEX IX_EndedByDeath_PersonId ON EndedByDeath (PersonId);
