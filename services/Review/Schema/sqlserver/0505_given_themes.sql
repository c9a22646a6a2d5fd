-- Themes that were given to words; of one thing's the newest count, and the words stand where they were said.
CREATE TABLE GivenThemes (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_GivenThemes PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  ReviewId uniqueidentifier NOT NULL,
  OutcomeId uniqueidentifier NULL,
  About int NOT NULL,
  Place int NOT NULL,
  Codes nvarchar(4000) NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_GivenThemes_ReviewId ON GivenThemes (ReviewId, RecordedAt);
