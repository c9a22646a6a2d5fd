-- Which team leads: the person's choices, teams' proposals and agreements. One of a person's rows at most is proposed,
-- and one at most is settled.
CREATE TABLE LeadTeam (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  State INTEGER NOT NULL,
  ProposedByTeamId TEXT NULL,
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  Reason TEXT NULL,
  AgreedByTeamId TEXT NULL,
  Said TEXT NULL,
  SaidBy INTEGER NULL,
  SaidByName TEXT NULL,
  How TEXT NULL,
  WrittenBy INTEGER NULL,
  RecordedAt TEXT NOT NULL,
  SettledAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_LeadTeam_PersonId ON LeadTeam (PersonId, RecordedAt);
