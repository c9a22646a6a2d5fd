-- A person is what their record is about, so Id and PersonId are the same. The address of a person who keeps it hidden
-- is not here: what has no row can't be searched, sorted, matched or shown by mistake.
CREATE TABLE Person (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  AgencyId TEXT NOT NULL,
  FullName TEXT NOT NULL,
  PreferredName TEXT NOT NULL,
  SearchName TEXT NOT NULL,
  MatchName TEXT NOT NULL,
  BirthDate TEXT NULL,
  Address TEXT NULL,
  Postcode TEXT NULL,
  MatchPostcode TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Person_BirthDate ON Person (BirthDate, MatchName);
CREATE INDEX IX_Person_MatchPostcode ON Person (MatchPostcode);

CREATE TABLE HiddenAddress (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Address TEXT NULL,
  Postcode TEXT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_HiddenAddress_PersonId ON HiddenAddress (PersonId);

-- No unique index: an identifier that exists is registered alike for everybody, and the pair goes to privacy officers.
CREATE TABLE Identifier (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  Kind INTEGER NOT NULL,
  System TEXT NOT NULL,
  Value TEXT NOT NULL,
  Passed INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_Identifier_PersonId ON Identifier (PersonId);
CREATE INDEX IX_Identifier_Value ON Identifier (Value, Kind);

CREATE TABLE PossibleSame (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  OtherPersonId TEXT NOT NULL,
  Score INTEGER NOT NULL,
  Reasons TEXT NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_PossibleSame_RecordedAt ON PossibleSame (RecordedAt);
