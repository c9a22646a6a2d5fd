-- Which team says that it owns a personal plan. When it is due is worked out when it is asked, and kept nowhere.
CREATE TABLE OwnedPlan (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  RuleCode TEXT NOT NULL,
  FirstDays INTEGER NOT NULL,
  ThenMonths INTEGER NOT NULL,
  StartedOn TEXT NOT NULL,
  RecordedAt TEXT NOT NULL,
  GivenUpAt TEXT NULL,
  GivenUpReason TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_OwnedPlan_TeamId ON OwnedPlan (TeamId, RecordedAt);
CREATE INDEX IX_OwnedPlan_PersonId ON OwnedPlan (PersonId);
