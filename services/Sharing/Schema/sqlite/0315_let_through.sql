-- Which restrictions a person let a referral past. One that is set later is not here, and keeps it back again.
CREATE TABLE LetThrough (
  ReferralId TEXT NOT NULL REFERENCES Referral (Id),
  RestrictionId TEXT NOT NULL,
  PRIMARY KEY (ReferralId, RestrictionId)) WITHOUT ROWID;
