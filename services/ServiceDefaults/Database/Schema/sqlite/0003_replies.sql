-- What is said to an entry of this service: replies, and corrections that are asked for (State 1 to 3, see
-- entries.proto). The entry itself is in a table of the service's own.
CREATE TABLE Reply (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  ItemId TEXT NOT NULL,
  Words TEXT NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  OnlyForMe INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL,
  AskedTeamId TEXT NULL,
  State INTEGER NOT NULL,
  Answer TEXT NULL,
  AnsweredAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Reply_PersonId ON Reply (PersonId, RecordedAt);
CREATE INDEX IX_Reply_AskedTeamId ON Reply (AskedTeamId, RecordedAt) WHERE State = 1;
