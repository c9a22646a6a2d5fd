CREATE TABLE OwnKey (Name TEXT NOT NULL PRIMARY KEY, Bytes BLOB NOT NULL);

-- History, outbox and audit of writes. Positions in commit order, without holes.
CREATE TABLE Journal (
  Position INTEGER NOT NULL PRIMARY KEY,
  ChainHash BLOB NOT NULL,
  EventId TEXT NOT NULL,
  Stream TEXT NOT NULL,
  ItemId TEXT NOT NULL,
  Type TEXT NOT NULL,
  Version INTEGER NOT NULL,
  EventJson TEXT NULL,
  SnapshotType TEXT NULL,
  SnapshotJson TEXT NULL,
  Salt BLOB NULL,
  EventDigest BLOB NOT NULL,
  SnapshotDigest BLOB NOT NULL,
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  Role INTEGER NOT NULL,
  TeamId TEXT NULL,
  AgencyId TEXT NULL,
  Purpose TEXT NOT NULL,
  Rpc TEXT NOT NULL,
  RecordedAt TEXT NOT NULL,
  TraceParent TEXT NULL);
CREATE UNIQUE INDEX UX_Journal_EventId ON Journal (EventId);
CREATE INDEX IX_Journal_Stream ON Journal (Stream, Position);

-- The log of reads: one row per person and call.
CREATE TABLE ReadEntry (
  Position INTEGER NOT NULL PRIMARY KEY,
  ChainHash BLOB NOT NULL,
  PersonId TEXT NOT NULL,
  Shown TEXT NOT NULL,
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  Role INTEGER NOT NULL,
  TeamId TEXT NULL,
  AgencyId TEXT NULL,
  Purpose TEXT NOT NULL,
  Rpc TEXT NOT NULL,
  ReadAt TEXT NOT NULL,
  TraceParent TEXT NULL);
CREATE INDEX IX_ReadEntry_PersonId ON ReadEntry (PersonId, Position);

-- One row per caller's request with an effect. No text of an answer is kept.
CREATE TABLE Request (
  RequestKey BLOB NOT NULL PRIMARY KEY,
  Digest BLOB NOT NULL,
  EventIds TEXT NOT NULL) WITHOUT ROWID;

-- This service's copy of Sharing's facts: who belongs where, who may see whom.
CREATE TABLE Agreement (AgencyId TEXT NOT NULL PRIMARY KEY, Health INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE Member (
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  Grantee TEXT NOT NULL,
  Capacity TEXT NOT NULL,
  AgencyId TEXT NULL,
  FromTime TEXT NOT NULL,
  UntilTime TEXT NULL,
  PRIMARY KEY (Issuer, Subject, Grantee)) WITHOUT ROWID;
CREATE TABLE AccessGrant (
  PersonId TEXT NOT NULL,
  Grantee TEXT NOT NULL,
  Id TEXT NOT NULL,
  Purpose TEXT NOT NULL,
  FromTime TEXT NOT NULL,
  UntilTime TEXT NULL,
  PRIMARY KEY (PersonId, Grantee, Id)) WITHOUT ROWID;
CREATE TABLE Withheld (
  ItemId TEXT NOT NULL,
  Grantee TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  PRIMARY KEY (ItemId, Grantee)) WITHOUT ROWID;
CREATE TABLE TakingPart (
  ItemId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  PersonId TEXT NOT NULL,
  PRIMARY KEY (ItemId, TeamId)) WITHOUT ROWID;
CREATE TABLE Opened (
  PersonId TEXT NOT NULL,
  Id TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  Kind TEXT NULL,
  ItemId TEXT NULL,
  FromTeamId TEXT NULL,
  PRIMARY KEY (PersonId, Id)) WITHOUT ROWID;

-- How far this service has followed each source, and the people whose stream it had to park.
CREATE TABLE InboxCursor (
  Source TEXT NOT NULL PRIMARY KEY,
  Position INTEGER NOT NULL,
  ChainHash BLOB NOT NULL,
  Clean INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE InboxAttempt (
  Source TEXT NOT NULL PRIMARY KEY,
  Position INTEGER NOT NULL,
  Attempts INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE Parked (
  Source TEXT NOT NULL,
  Stream TEXT NOT NULL,
  Position INTEGER NOT NULL,
  Reason TEXT NOT NULL,
  PRIMARY KEY (Source, Stream)) WITHOUT ROWID;

-- The last position that the broker confirmed without a hole.
CREATE TABLE RelayState (Id INTEGER NOT NULL PRIMARY KEY, Position INTEGER NOT NULL);
INSERT INTO RelayState (Id, Position) VALUES (1, 0);
