-- The read model: one row for each fact that an event told, by the place of the event in its source's journal, so that
-- the order in which sources are read can't show. Ids, days and codes; no names, nobody's words. One generation answers;
-- another may be in the making beside it.
CREATE TABLE LiveModel (
  Id INTEGER NOT NULL,
  Generation INTEGER NOT NULL,
  HandlerSet INTEGER NOT NULL,
  PRIMARY KEY (Id)) WITHOUT ROWID;
INSERT INTO LiveModel (Id, Generation, HandlerSet) VALUES (1, 1, 1);
CREATE TABLE Rebuilding (
  Generation INTEGER NOT NULL,
  Id TEXT NOT NULL,
  HandlerSet INTEGER NOT NULL,
  AskedAt TEXT NOT NULL,
  FinishedAt TEXT NULL,
  ReplacedHash TEXT NULL,
  Hash TEXT NULL,
  PRIMARY KEY (Generation)) WITHOUT ROWID;

CREATE TABLE OutcomeProposedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  OutcomeId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  HappenedOn TEXT NOT NULL,
  Direction TEXT NULL,
  IsPersonsVoice INTEGER NOT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE OutcomeAgreedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  OutcomeId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  HappenedOn TEXT NOT NULL,
  AgreedBy TEXT NOT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE StepAddedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  StepId TEXT NOT NULL,
  OutcomeId TEXT NULL,
  PersonId TEXT NOT NULL,
  HappenedOn TEXT NOT NULL,
  Party TEXT NOT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE ConversationRecordedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  ConversationId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  HappenedOn TEXT NOT NULL,
  Listening INTEGER NOT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE ViewRecordedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  ViewId TEXT NOT NULL,
  ConversationId TEXT NULL,
  PersonId TEXT NOT NULL,
  HappenedOn TEXT NOT NULL,
  IsPersonsVoice INTEGER NOT NULL,
  Kind TEXT NOT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE ReflectedBackFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  ReflectionId TEXT NOT NULL,
  ConversationId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  HappenedOn TEXT NOT NULL,
  Answer TEXT NOT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE ReviewRecordedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  ReviewId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  HappenedOn TEXT NOT NULL,
  UnintendedGood INTEGER NOT NULL,
  UnintendedBad INTEGER NOT NULL,
  PlanNeedsToChange INTEGER NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE OutcomeReviewedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  OutcomeId TEXT NOT NULL,
  ReviewId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  HappenedOn TEXT NOT NULL,
  Travel TEXT NOT NULL,
  Rated INTEGER NOT NULL,
  PRIMARY KEY (Generation, Position, OutcomeId)) WITHOUT ROWID;
CREATE TABLE InvolvementOpenedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  InvolvementId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  FromTime TEXT NOT NULL,
  Private INTEGER NOT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE InvolvementEndedFact (
  Generation INTEGER NOT NULL,
  Position INTEGER NOT NULL,
  InvolvementId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  UntilTime TEXT NOT NULL,
  PRIMARY KEY (Generation, Position)) WITHOUT ROWID;
CREATE TABLE TeamFact (
  Generation INTEGER NOT NULL,
  Source TEXT NOT NULL,
  Position INTEGER NOT NULL,
  TeamId TEXT NOT NULL,
  AgencyId TEXT NOT NULL,
  PRIMARY KEY (Generation, Source, Position)) WITHOUT ROWID;
CREATE TABLE WithheldFact (
  Generation INTEGER NOT NULL,
  Source TEXT NOT NULL,
  Position INTEGER NOT NULL,
  ItemId TEXT NOT NULL,
  Grantee TEXT NOT NULL,
  PRIMARY KEY (Generation, Source, Position, ItemId, Grantee)) WITHOUT ROWID;
CREATE INDEX IX_ConversationRecordedFact_ConversationId ON ConversationRecordedFact (Generation, ConversationId);
CREATE INDEX IX_OutcomeAgreedFact_OutcomeId ON OutcomeAgreedFact (Generation, OutcomeId);
CREATE INDEX IX_OutcomeReviewedFact_OutcomeId ON OutcomeReviewedFact (Generation, OutcomeId);
CREATE INDEX IX_InvolvementEndedFact_InvolvementId ON InvolvementEndedFact (Generation, InvolvementId);

-- Where each source's log of reads stood when it was looked at: an anchor for its chain outside its own database.
CREATE TABLE AccessAnchor (
  Source TEXT NOT NULL,
  Position INTEGER NOT NULL,
  ChainHash BLOB NOT NULL,
  SeenAt TEXT NOT NULL,
  PRIMARY KEY (Source, Position)) WITHOUT ROWID;
