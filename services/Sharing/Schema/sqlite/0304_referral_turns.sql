-- What was done about a referral after it was made, other than accept or decline it; nothing here is ever changed.
CREATE TABLE ReferralTurn (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  ReferralId TEXT NOT NULL REFERENCES Referral (Id),
  Number INTEGER NOT NULL,
  Kind INTEGER NOT NULL,
  Words TEXT NULL,
  SaidBy INTEGER NULL,
  SaidByName TEXT NULL,
  How TEXT NULL,
  WrittenBy INTEGER NULL,
  ToTeamId TEXT NULL,
  ToReferralId TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE UNIQUE INDEX UX_ReferralTurn ON ReferralTurn (ReferralId, Number);
