-- Themes that were given to words; of one thing's the newest count, and the words stand where they were said.
CREATE TABLE GivenThemes (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  ReviewId TEXT NOT NULL,
  OutcomeId TEXT NULL,
  About INTEGER NOT NULL,
  Place INTEGER NOT NULL,
  Codes TEXT NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_GivenThemes_ReviewId ON GivenThemes (ReviewId, RecordedAt);
