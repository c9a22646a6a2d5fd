-- Who died, as Person tells it, and what ended by it: that alone comes back when it was a mistake.
CREATE TABLE Death (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  DiedOn TEXT NOT NULL,
  ReversedAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Death_PersonId ON Death (PersonId);

CREATE TABLE EndedByDeath (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  DeathId TEXT NOT NULL,
  RepresentativeId TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_EndedByDeath_PersonId ON EndedByDeath (PersonId);
