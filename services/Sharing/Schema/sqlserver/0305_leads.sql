-- Which team leads: the person's choices, teams' proposals and agreements. One of a person's rows at most is proposed,
-- and one at most is settled.
CREATE TABLE LeadTeam (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_LeadTeam PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  State int NOT NULL,
  ProposedByTeamId uniqueidentifier NULL,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Reason nvarchar(1000) NULL,
  AgreedByTeamId uniqueidentifier NULL,
  Said nvarchar(4000) NULL,
  SaidBy int NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NULL,
  WrittenBy int NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  SettledAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_LeadTeam_PersonId ON LeadTeam (PersonId, RecordedAt);
