-- What matters: the person's, in the words in which it was said.
CREATE TABLE Outcome (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Outcome PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  State int NOT NULL,
  Statement nvarchar(4000) NOT NULL,
  Why nvarchar(4000) NULL,
  Direction int NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  SourceId uniqueidentifier NULL,
  AgreedBy int NULL,
  AskedHow nvarchar(1000) NULL,
  AgreedHow nvarchar(1000) NULL,
  SpokenBy nvarchar(200) NULL,
  AgreedOn date NULL,
  AgreementWrittenBy int NULL,
  SetAsideReason nvarchar(1000) NULL,
  CannotReason nvarchar(1000) NULL,
  ToldBy nvarchar(200) NULL,
  ToldHow nvarchar(1000) NULL,
  ToldOn date NULL,
  ToldSaid nvarchar(4000) NULL,
  ToldSaidBy int NULL,
  ToldSaidByName nvarchar(200) NULL,
  ToldSaidHow nvarchar(1000) NULL,
  ToldWrittenBy int NULL,
  WhyNoWords int NOT NULL,
  CannotRecordedAt datetimeoffset(7) NULL,
  Topic nvarchar(100) NULL,
  Whose int NOT NULL,
  CarerName nvarchar(200) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Outcome_PersonId ON Outcome (PersonId);

-- What an outcome said before it was revised; never changed.
CREATE TABLE EarlierStatement (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_EarlierStatement PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  OutcomeId uniqueidentifier NOT NULL,
  Statement nvarchar(4000) NOT NULL,
  Why nvarchar(4000) NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_EarlierStatement_OutcomeId ON EarlierStatement (OutcomeId);

-- OutcomeId stands in the way of BlockedId.
CREATE TABLE Block (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Block PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  OutcomeId uniqueidentifier NOT NULL,
  BlockedId uniqueidentifier NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Block_PersonId ON Block (PersonId);

-- What somebody will do, or has done.
CREATE TABLE Step (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Step PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  State int NOT NULL,
  OutcomeId uniqueidentifier NULL,
  WhyNoOutcome nvarchar(1000) NULL,
  Party int NOT NULL,
  Who nvarchar(200) NOT NULL,
  TakenByTeamId uniqueidentifier NULL,
  What nvarchar(4000) NOT NULL,
  AtPlace nvarchar(200) NULL,
  AtTime nvarchar(200) NULL,
  DueOn date NULL,
  DoneOn date NULL,
  HowItWent nvarchar(4000) NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  SourceId uniqueidentifier NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Step_PersonId ON Step (PersonId);

-- Each wording of the shared purpose; the newest counts.
CREATE TABLE Purpose (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Purpose PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Words nvarchar(1000) NOT NULL,
  SaidBy int NOT NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NOT NULL,
  WrittenBy int NOT NULL,
  AgreedBy int NULL,
  AskedHow nvarchar(1000) NULL,
  AgreedHow nvarchar(1000) NULL,
  SpokenBy nvarchar(200) NULL,
  AgreedOn date NULL,
  AgreementWrittenBy int NULL,
  WithoutViewReason nvarchar(1000) NULL,
  HeardHow nvarchar(1000) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Purpose_PersonId ON Purpose (PersonId);

-- This service's copy of which views and conversations there are, from Conversation's journal.
CREATE TABLE Source (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Source PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  IsPersonsVoice bit NOT NULL,
  Kind nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL);
CREATE CLUSTERED INDEX IX_Source_PersonId ON Source (PersonId);

-- This service's copy of what reviews said, from Review's journal: one row an outcome, one for the plan.
CREATE TABLE Progress (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Progress PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  ReviewId uniqueidentifier NOT NULL,
  OutcomeId uniqueidentifier NULL,
  Travel nvarchar(50) NOT NULL,
  HappenedOn date NOT NULL,
  NeedsToChange bit NULL,
  Reason nvarchar(50) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_Progress_PersonId ON Progress (PersonId);
