-- What a person wishes about sharing: words that are never changed, with the earlier ones beside them.
CREATE TABLE Wish (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  AboutId TEXT NULL,
  EarlierId TEXT NULL,
  Words TEXT NOT NULL,
  SaidBy INTEGER NOT NULL,
  SaidByName TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Wish_PersonId ON Wish (PersonId, RecordedAt);

-- What a person keeps from whom, as it was said; every service enforces its copy (the table Restriction).
CREATE TABLE SaidRestriction (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  FromId TEXT NOT NULL,
  Kind TEXT NULL,
  Words TEXT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL,
  LiftedHow TEXT NULL,
  LiftedAt TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_SaidRestriction_PersonId ON SaidRestriction (PersonId, RecordedAt);

CREATE TABLE Objection (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  AgencyId TEXT NOT NULL,
  State INTEGER NOT NULL,
  Words TEXT NOT NULL,
  How TEXT NOT NULL,
  WrittenBy INTEGER NOT NULL,
  MadeOn TEXT NOT NULL,
  DueOn TEXT NOT NULL,
  RecordedAt TEXT NOT NULL,
  Duty TEXT NULL,
  Decision TEXT NULL,
  DecidedAt TEXT NULL,
  WithdrawnHow TEXT NULL) WITHOUT ROWID;
CREATE INDEX IX_Objection_PersonId ON Objection (PersonId, RecordedAt);
CREATE INDEX IX_Objection_AgencyId ON Objection (AgencyId, State, DueOn);
