-- Which team says that it owns a personal plan. When it is due is worked out when it is asked, and kept nowhere.
CREATE TABLE OwnedPlan (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_OwnedPlan PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  RuleCode nvarchar(100) NOT NULL,
  FirstDays int NOT NULL,
  ThenMonths int NOT NULL,
  StartedOn date NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  GivenUpAt datetimeoffset(7) NULL,
  GivenUpReason nvarchar(500) NULL);
CREATE CLUSTERED INDEX IX_OwnedPlan_TeamId ON OwnedPlan (TeamId, RecordedAt);
CREATE INDEX IX_OwnedPlan_PersonId ON OwnedPlan (PersonId);
