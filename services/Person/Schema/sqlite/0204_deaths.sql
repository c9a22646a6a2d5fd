-- That a person died, and how it is known. One that was taken back as a mistake stays, and counts no more. One that
-- follows was told of another record of the same person.
CREATE TABLE DeathRecord (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  AgencyId TEXT NOT NULL,
  FollowsId TEXT NULL,
  DiedOn TEXT NOT NULL,
  HowKnown TEXT NOT NULL,
  RecordedAt TEXT NOT NULL,
  ReversedAt TEXT NULL,
  ReverseReason TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_DeathRecord_PersonId ON DeathRecord (PersonId);
CREATE INDEX IX_DeathRecord_FollowsId ON DeathRecord (FollowsId);
