CREATE TABLE OwnKey (
  Name nvarchar(50) NOT NULL CONSTRAINT PK_OwnKey PRIMARY KEY,
  Bytes varbinary(64) NOT NULL);

-- History, outbox and audit of writes. The sealer gives position and hash after the commit, in commit order.
CREATE TABLE Journal (
  Sequence bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Journal PRIMARY KEY CLUSTERED,
  Position bigint NULL,
  ChainHash varbinary(32) NULL,
  EventId uniqueidentifier NOT NULL,
  Stream uniqueidentifier NOT NULL,
  ItemId uniqueidentifier NOT NULL,
  Type nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Version int NOT NULL,
  EventJson nvarchar(max) NULL,
  SnapshotType nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  SnapshotJson nvarchar(max) NULL,
  Salt varbinary(16) NULL,
  EventDigest varbinary(32) NOT NULL,
  SnapshotDigest varbinary(32) NOT NULL,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Role int NOT NULL,
  TeamId uniqueidentifier NULL,
  AgencyId uniqueidentifier NULL,
  Purpose nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Rpc nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL,
  TraceParent nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL);
CREATE UNIQUE INDEX UX_Journal_Position ON Journal (Position) INCLUDE (ChainHash) WHERE Position IS NOT NULL;
CREATE INDEX IX_Journal_Unsealed ON Journal (Sequence) INCLUDE (Position) WHERE Position IS NULL;
CREATE UNIQUE INDEX UX_Journal_EventId ON Journal (EventId);
CREATE INDEX IX_Journal_Stream ON Journal (Stream, Position);

-- The log of reads: one row per person and call.
CREATE TABLE ReadEntry (
  Sequence bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ReadEntry PRIMARY KEY CLUSTERED,
  Position bigint NULL,
  ChainHash varbinary(32) NULL,
  PersonId uniqueidentifier NOT NULL,
  Shown nvarchar(max) NOT NULL,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Role int NOT NULL,
  TeamId uniqueidentifier NULL,
  AgencyId uniqueidentifier NULL,
  Purpose nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Rpc nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  ReadAt datetimeoffset(7) NOT NULL,
  TraceParent nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL);
CREATE UNIQUE INDEX UX_ReadEntry_Position ON ReadEntry (Position) INCLUDE (ChainHash) WHERE Position IS NOT NULL;
CREATE INDEX IX_ReadEntry_Unsealed ON ReadEntry (Sequence) INCLUDE (Position) WHERE Position IS NULL;
CREATE INDEX IX_ReadEntry_PersonId ON ReadEntry (PersonId, Position);

-- One row per caller's request with an effect. No text of an answer is kept.
CREATE TABLE Request (
  RequestKey varbinary(32) NOT NULL CONSTRAINT PK_Request PRIMARY KEY,
  Digest varbinary(32) NOT NULL,
  EventIds nvarchar(max) NOT NULL);

-- This service's copy of Sharing's facts: who belongs where, who may see whom.
CREATE TABLE Agreement (
  AgencyId uniqueidentifier NOT NULL CONSTRAINT PK_Agreement PRIMARY KEY,
  Health bit NOT NULL);
CREATE TABLE Member (
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Grantee uniqueidentifier NOT NULL,
  Capacity nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  AgencyId uniqueidentifier NULL,
  FromTime datetimeoffset(7) NOT NULL,
  UntilTime datetimeoffset(7) NULL,
  CONSTRAINT PK_Member PRIMARY KEY (Issuer, Subject, Grantee));
CREATE TABLE AccessGrant (
  PersonId uniqueidentifier NOT NULL,
  Grantee uniqueidentifier NOT NULL,
  Id uniqueidentifier NOT NULL,
  Purpose nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  FromTime datetimeoffset(7) NOT NULL,
  UntilTime datetimeoffset(7) NULL,
  CONSTRAINT PK_AccessGrant PRIMARY KEY (PersonId, Grantee, Id));
CREATE TABLE Withheld (
  ItemId uniqueidentifier NOT NULL,
  Grantee uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  CONSTRAINT PK_Withheld PRIMARY KEY (ItemId, Grantee));
CREATE TABLE TakingPart (
  ItemId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  PersonId uniqueidentifier NOT NULL,
  CONSTRAINT PK_TakingPart PRIMARY KEY (ItemId, TeamId));
CREATE TABLE Opened (
  PersonId uniqueidentifier NOT NULL,
  Id uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  Kind nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
  ItemId uniqueidentifier NULL,
  FromTeamId uniqueidentifier NULL,
  CONSTRAINT PK_Opened PRIMARY KEY (PersonId, Id));

-- How far this service has followed each source, and the people whose stream it had to park.
CREATE TABLE InboxCursor (
  Source nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_InboxCursor PRIMARY KEY,
  Position bigint NOT NULL,
  ChainHash varbinary(32) NOT NULL,
  Clean bit NOT NULL);
CREATE TABLE InboxAttempt (
  Source nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_InboxAttempt PRIMARY KEY,
  Position bigint NOT NULL,
  Attempts int NOT NULL);
CREATE TABLE Parked (
  Source nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Stream uniqueidentifier NOT NULL,
  Position bigint NOT NULL,
  Reason nvarchar(400) NOT NULL,
  CONSTRAINT PK_Parked PRIMARY KEY (Source, Stream));

-- The last position that the broker confirmed without a hole.
CREATE TABLE RelayState (
  Id int NOT NULL CONSTRAINT PK_RelayState PRIMARY KEY,
  Position bigint NOT NULL);
INSERT INTO RelayState (Id, Position) VALUES (1, 0);
