-- What matters: the person's, in the words in which it was said.
CREATE TABLE Outcome (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  State INTEGER NOT NULL,
  Statement TEXT NOT NULL,
  Why TEXT NULL,
  Direction INTEGER NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  SourceId TEXT NULL,
  AgreedBy INTEGER NULL,
  AskedHow TEXT NULL,
  AgreedHow TEXT NULL,
  SpokenBy TEXT NULL,
  AgreedOn TEXT NULL,
  AgreementWrittenBy INTEGER NULL,
  SetAsideReason TEXT NULL,
  CannotReason TEXT NULL,
  ToldBy TEXT NULL,
  ToldHow TEXT NULL,
  ToldOn TEXT NULL,
  ToldSaid TEXT NULL,
  ToldSaidBy INTEGER NULL,
  ToldSaidByName TEXT NULL,
  ToldSaidHow TEXT NULL,
  ToldWrittenBy INTEGER NULL,
  WhyNoWords INTEGER NOT NULL,
  CannotRecordedAt TEXT NULL,
  Topic TEXT NULL,
  Whose INTEGER NOT NULL,
  CarerName TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Outcome_PersonId ON Outcome (PersonId);

-- What an outcome said before it was revised; never changed.
CREATE TABLE EarlierStatement (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  OutcomeId TEXT NOT NULL,
  Statement TEXT NOT NULL,
  Why TEXT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_EarlierStatement_OutcomeId ON EarlierStatement (OutcomeId);

-- OutcomeId stands in the way of BlockedId.
CREATE TABLE Block (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  OutcomeId TEXT NOT NULL,
  BlockedId TEXT NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Block_PersonId ON Block (PersonId);

-- What somebody will do, or has done.
CREATE TABLE Step (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  State INTEGER NOT NULL,
  OutcomeId TEXT NULL,
  WhyNoOutcome TEXT NULL,
  Party INTEGER NOT NULL,
  Who TEXT NOT NULL,
  TakenByTeamId TEXT NULL,
  What TEXT NOT NULL,
  AtPlace TEXT NULL,
  AtTime TEXT NULL,
  DueOn TEXT NULL,
  DoneOn TEXT NULL,
  HowItWent TEXT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  SourceId TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Step_PersonId ON Step (PersonId);

-- Each wording of the shared purpose; the newest counts.
CREATE TABLE Purpose (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Words TEXT NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  AgreedBy INTEGER NULL,
  AskedHow TEXT NULL,
  AgreedHow TEXT NULL,
  SpokenBy TEXT NULL,
  AgreedOn TEXT NULL,
  AgreementWrittenBy INTEGER NULL,
  WithoutViewReason TEXT NULL,
  HeardHow TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Purpose_PersonId ON Purpose (PersonId);

-- This service's copy of which views and conversations there are, from Conversation's journal.
CREATE TABLE Source (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  IsPersonsVoice INTEGER NOT NULL,
  Kind TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Source_PersonId ON Source (PersonId);

-- This service's copy of what reviews said, from Review's journal: one row an outcome, one for the plan.
CREATE TABLE Progress (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  ReviewId TEXT NOT NULL,
  OutcomeId TEXT NULL,
  Travel TEXT NOT NULL,
  HappenedOn TEXT NOT NULL,
  NeedsToChange INTEGER NULL,
  Reason TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Progress_PersonId ON Progress (PersonId);
