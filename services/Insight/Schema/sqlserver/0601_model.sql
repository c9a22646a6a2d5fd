-- The read model: one row for each fact that an event told, by the place of the event in its source's journal, so that
-- the order in which sources are read can't show. Ids, days and codes; no names, nobody's words. One generation answers;
-- another may be in the making beside it.
CREATE TABLE LiveModel (
  Id int NOT NULL,
  Generation int NOT NULL,
  HandlerSet int NOT NULL,
  CONSTRAINT PK_LiveModel PRIMARY KEY (Id));
INSERT INTO LiveModel (Id, Generation, HandlerSet) VALUES (1, 1, 1);
CREATE TABLE Rebuilding (
  Generation int NOT NULL,
  Id uniqueidentifier NOT NULL,
  HandlerSet int NOT NULL,
  AskedAt datetimeoffset(7) NOT NULL,
  FinishedAt datetimeoffset(7) NULL,
  ReplacedHash nvarchar(64) NULL,
  Hash nvarchar(64) NULL,
  CONSTRAINT PK_Rebuilding PRIMARY KEY (Generation));

CREATE TABLE OutcomeProposedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  OutcomeId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  HappenedOn date NOT NULL,
  Direction nvarchar(40) NULL,
  IsPersonsVoice bit NOT NULL,
  CONSTRAINT PK_OutcomeProposedFact PRIMARY KEY (Generation, Position));
CREATE TABLE OutcomeAgreedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  OutcomeId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  HappenedOn date NOT NULL,
  AgreedBy nvarchar(40) NOT NULL,
  CONSTRAINT PK_OutcomeAgreedFact PRIMARY KEY (Generation, Position));
CREATE TABLE StepAddedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  StepId uniqueidentifier NOT NULL,
  OutcomeId uniqueidentifier NULL,
  PersonId uniqueidentifier NOT NULL,
  HappenedOn date NOT NULL,
  Party nvarchar(40) NOT NULL,
  CONSTRAINT PK_StepAddedFact PRIMARY KEY (Generation, Position));
CREATE TABLE ConversationRecordedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  ConversationId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  HappenedOn date NOT NULL,
  Listening bit NOT NULL,
  CONSTRAINT PK_ConversationRecordedFact PRIMARY KEY (Generation, Position));
CREATE TABLE ViewRecordedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  ViewId uniqueidentifier NOT NULL,
  ConversationId uniqueidentifier NULL,
  PersonId uniqueidentifier NOT NULL,
  HappenedOn date NOT NULL,
  IsPersonsVoice bit NOT NULL,
  Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT PK_ViewRecordedFact PRIMARY KEY (Generation, Position));
CREATE TABLE ReflectedBackFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  ReflectionId uniqueidentifier NOT NULL,
  ConversationId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  HappenedOn date NOT NULL,
  Answer nvarchar(40) NOT NULL,
  CONSTRAINT PK_ReflectedBackFact PRIMARY KEY (Generation, Position));
CREATE TABLE ReviewRecordedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  ReviewId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  HappenedOn date NOT NULL,
  UnintendedGood int NOT NULL,
  UnintendedBad int NOT NULL,
  PlanNeedsToChange bit NULL,
  CONSTRAINT PK_ReviewRecordedFact PRIMARY KEY (Generation, Position));
CREATE TABLE OutcomeReviewedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  OutcomeId uniqueidentifier NOT NULL,
  ReviewId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  HappenedOn date NOT NULL,
  Travel nvarchar(40) NOT NULL,
  Rated bit NOT NULL,
  CONSTRAINT PK_OutcomeReviewedFact PRIMARY KEY (Generation, Position, OutcomeId));
CREATE TABLE InvolvementOpenedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  InvolvementId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  FromTime datetimeoffset(7) NOT NULL,
  Private bit NOT NULL,
  CONSTRAINT PK_InvolvementOpenedFact PRIMARY KEY (Generation, Position));
CREATE TABLE InvolvementEndedFact (
  Generation int NOT NULL,
  Position bigint NOT NULL,
  InvolvementId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  UntilTime datetimeoffset(7) NOT NULL,
  CONSTRAINT PK_InvolvementEndedFact PRIMARY KEY (Generation, Position));
CREATE TABLE TeamFact (
  Generation int NOT NULL,
  Source nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Position bigint NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  AgencyId uniqueidentifier NOT NULL,
  CONSTRAINT PK_TeamFact PRIMARY KEY (Generation, Source, Position));
CREATE TABLE WithheldFact (
  Generation int NOT NULL,
  Source nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Position bigint NOT NULL,
  ItemId uniqueidentifier NOT NULL,
  Grantee uniqueidentifier NOT NULL,
  CONSTRAINT PK_WithheldFact PRIMARY KEY (Generation, Source, Position, ItemId, Grantee));
CREATE INDEX IX_ConversationRecordedFact_ConversationId ON ConversationRecordedFact (Generation, ConversationId);
CREATE INDEX IX_OutcomeAgreedFact_OutcomeId ON OutcomeAgreedFact (Generation, OutcomeId);
CREATE INDEX IX_OutcomeReviewedFact_OutcomeId ON OutcomeReviewedFact (Generation, OutcomeId);
CREATE INDEX IX_InvolvementEndedFact_InvolvementId ON InvolvementEndedFact (Generation, InvolvementId);

-- Where each source's log of reads stood when it was looked at: an anchor for its chain outside its own database.
CREATE TABLE AccessAnchor (
  Source nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Position bigint NOT NULL,
  ChainHash varbinary(32) NOT NULL,
  SeenAt datetimeoffset(7) NOT NULL,
  CONSTRAINT PK_AccessAnchor PRIMARY KEY (Source, Position));
