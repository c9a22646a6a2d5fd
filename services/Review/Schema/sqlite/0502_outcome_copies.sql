-- Which outcomes are whose, from the plan's journal; their words stay there.
CREATE TABLE OutcomeCopy (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  AgencyId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_OutcomeCopy_PersonId ON OutcomeCopy (PersonId);
CREATE INDEX IX_OutcomeCopy_AgencyId ON OutcomeCopy (AgencyId);

-- Whether an agency is a health body, which it stays when it shares no more.
CREATE TABLE KnownAgency (AgencyId TEXT NOT NULL PRIMARY KEY, Health INTEGER NOT NULL) WITHOUT ROWID;
