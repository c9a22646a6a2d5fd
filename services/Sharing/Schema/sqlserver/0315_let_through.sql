-- Which restrictions a person let a referral past. One that is set later is not here, and keeps it back again.
CREATE TABLE LetThrough (
  ReferralId uniqueidentifier NOT NULL CONSTRAINT FK_LetThrough_Referral REFERENCES Referral (Id),
  RestrictionId uniqueidentifier NOT NULL,
  CONSTRAINT PK_LetThrough PRIMARY KEY (ReferralId, RestrictionId));
