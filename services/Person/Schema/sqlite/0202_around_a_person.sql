CREATE TABLE CommunicationNeeds (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  UnderstandsBest TEXT NULL,
  IsUnderstoodBest TEXT NULL,
  Interpreter TEXT NULL,
  Aids TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_CommunicationNeeds_PersonId ON CommunicationNeeds (PersonId);

CREATE TABLE SafeContact (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  ContactHow TEXT NULL,
  ContactWhen TEXT NULL,
  ContactNever TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_SafeContact_PersonId ON SafeContact (PersonId);

CREATE TABLE CircleMember (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Name TEXT NOT NULL,
  Relation TEXT NOT NULL,
  MayBeTold INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL,
  RemovedAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_CircleMember_PersonId ON CircleMember (PersonId);
