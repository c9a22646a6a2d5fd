-- Which outcomes are whose, from the plan's journal; their words stay there.
CREATE TABLE OutcomeCopy (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_OutcomeCopy PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  AgencyId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL);
CREATE CLUSTERED INDEX IX_OutcomeCopy_PersonId ON OutcomeCopy (PersonId);
CREATE INDEX IX_OutcomeCopy_AgencyId ON OutcomeCopy (AgencyId);

-- Whether an agency is a health body, which it stays when it shares no more.
CREATE TABLE KnownAgency (
  AgencyId uniqueidentifier NOT NULL CONSTRAINT PK_KnownAgency PRIMARY KEY,
  Health bit NOT NULL);
