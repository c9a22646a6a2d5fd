-- A view, by another name, because the word is the engine's.
CREATE TABLE Viewpoint (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Viewpoint PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  ConversationId uniqueidentifier NULL,
  EarlierId uniqueidentifier NULL,
  Kind int NOT NULL,
  Teams nvarchar(4000) NOT NULL,
  Place int NOT NULL,
  Words nvarchar(4000) NULL,
  Why nvarchar(4000) NULL,
  Seen nvarchar(4000) NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  Topic nvarchar(50) NULL,
  Confidence int NOT NULL,
  PromptCode nvarchar(50) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Viewpoint_PersonId ON Viewpoint (PersonId, RecordedAt);
CREATE INDEX IX_Viewpoint_ConversationId ON Viewpoint (ConversationId);
CREATE INDEX IX_Viewpoint_EarlierId ON Viewpoint (EarlierId);

CREATE TABLE Strength (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Strength PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  ConversationId uniqueidentifier NULL,
  Place int NOT NULL,
  Words nvarchar(4000) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Strength_PersonId ON Strength (PersonId, RecordedAt);
CREATE INDEX IX_Strength_ConversationId ON Strength (ConversationId);
