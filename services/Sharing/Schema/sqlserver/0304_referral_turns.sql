-- What was done about a referral after it was made, other than accept or decline it; nothing here is ever changed.
CREATE TABLE ReferralTurn (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_ReferralTurn PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  ReferralId uniqueidentifier NOT NULL CONSTRAINT FK_ReferralTurn_Referral REFERENCES Referral (Id),
  Number int NOT NULL,
  Kind int NOT NULL,
  Words nvarchar(4000) NULL,
  SaidBy int NULL,
  SaidByName nvarchar(200) NULL,
  How nvarchar(1000) NULL,
  WrittenBy int NULL,
  ToTeamId uniqueidentifier NULL,
  ToReferralId uniqueidentifier NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE UNIQUE CLUSTERED INDEX UX_ReferralTurn ON ReferralTurn (ReferralId, Number);
