-- What somebody has to be told about a person: the person themselves, a team, a team's leads, or an agency's privacy
-- officers. TeamId is the team that it is about; where that team's involvement is a secret, so is the notice.
CREATE TABLE Notice (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Notice PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  Version int NOT NULL,
  Kind nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  AboutId uniqueidentifier NOT NULL,
  Recipient int NOT NULL,
  ToTeamId uniqueidentifier NULL,
  ToAgencyId uniqueidentifier NULL,
  SinceTime datetimeoffset(7) NOT NULL,
  UntilTime datetimeoffset(7) NULL,
  SeenAt datetimeoffset(7) NULL,
  SeenIssuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  SeenSubject nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
  DeliveredAt datetimeoffset(7) NULL);
CREATE CLUSTERED INDEX IX_Notice_PersonId ON Notice (PersonId, SinceTime);
CREATE INDEX IX_Notice_ToTeamId ON Notice (ToTeamId, SinceTime);
CREATE INDEX IX_Notice_ToAgencyId ON Notice (ToAgencyId, SinceTime);
CREATE INDEX IX_Notice_AboutId ON Notice (AboutId);

-- Each try to bring a notice to the person outside the platform.
CREATE TABLE NoticeDelivery (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_NoticeDelivery PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  NoticeId uniqueidentifier NOT NULL CONSTRAINT FK_NoticeDelivery_Notice REFERENCES Notice (Id),
  Done bit NOT NULL,
  Way int NULL,
  Reason nvarchar(1000) NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_NoticeDelivery_NoticeId ON NoticeDelivery (NoticeId, RecordedAt);
