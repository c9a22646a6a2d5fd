-- A view, by another name, because the word is the engine's.
CREATE TABLE Viewpoint (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  ConversationId TEXT NULL,
  EarlierId TEXT NULL,
  Kind INTEGER NOT NULL,
  Teams TEXT NOT NULL,
  Place INTEGER NOT NULL,
  Words TEXT NULL,
  Why TEXT NULL,
  Seen TEXT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  Topic TEXT NULL,
  Confidence INTEGER NOT NULL,
  PromptCode TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Viewpoint_PersonId ON Viewpoint (PersonId, RecordedAt);
CREATE INDEX IX_Viewpoint_ConversationId ON Viewpoint (ConversationId);
CREATE INDEX IX_Viewpoint_EarlierId ON Viewpoint (EarlierId);

CREATE TABLE Strength (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  ConversationId TEXT NULL,
  Place INTEGER NOT NULL,
  Words TEXT NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Strength_PersonId ON Strength (PersonId, RecordedAt);
CREATE INDEX IX_Strength_ConversationId ON Strength (ConversationId);
