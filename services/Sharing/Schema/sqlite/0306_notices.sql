-- What somebody has to be told about a person: the person themselves, a team, a team's leads, or an agency's privacy
-- officers. TeamId is the team that it is about; where that team's involvement is a secret, so is the notice.
CREATE TABLE Notice (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  Kind TEXT NOT NULL,
  AboutId TEXT NOT NULL,
  Recipient INTEGER NOT NULL,
  ToTeamId TEXT NULL,
  ToAgencyId TEXT NULL,
  SinceTime TEXT NOT NULL,
  UntilTime TEXT NULL,
  SeenAt TEXT NULL,
  SeenIssuer TEXT NULL,
  SeenSubject TEXT NULL,
  DeliveredAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Notice_PersonId ON Notice (PersonId, SinceTime);
CREATE INDEX IX_Notice_ToTeamId ON Notice (ToTeamId, SinceTime);
CREATE INDEX IX_Notice_ToAgencyId ON Notice (ToAgencyId, SinceTime);
CREATE INDEX IX_Notice_AboutId ON Notice (AboutId);

-- Each try to bring a notice to the person outside the platform.
CREATE TABLE NoticeDelivery (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  NoticeId TEXT NOT NULL REFERENCES Notice (Id),
  Done INTEGER NOT NULL,
  Way INTEGER NULL,
  Reason TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_NoticeDelivery_NoticeId ON NoticeDelivery (NoticeId, RecordedAt);
