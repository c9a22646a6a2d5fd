-- More of this service's copy of Sharing's facts: each table is a term of the access rule (Access/AccessMark.cs).
-- Staff do not act on their own record, nor on that of somebody close to them.
CREATE TABLE Kin (
  PersonId TEXT NOT NULL,
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL,
  PRIMARY KEY (PersonId, Issuer, Subject)) WITHOUT ROWID;
-- The whole record, or every entry of a kind, is kept from an agency, a team or a representative.
CREATE TABLE Restriction (
  PersonId TEXT NOT NULL,
  Id TEXT NOT NULL,
  Grantee TEXT NOT NULL,
  Kind TEXT NULL,
  PRIMARY KEY (PersonId, Id)) WITHOUT ROWID;
-- That this team is involved is itself the secret, and with it whatever the team recorded: from a time that may lie
-- ahead, when it is openly involved no more.
CREATE TABLE PrivateTeam (
  PersonId TEXT NOT NULL,
  TeamId TEXT NOT NULL,
  FromTime TEXT NOT NULL,
  PRIMARY KEY (PersonId, TeamId)) WITHOUT ROWID;
-- An entry of a health body that a health professional released to adult protection.
CREATE TABLE Released (ItemId TEXT NOT NULL PRIMARY KEY, PersonId TEXT NOT NULL) WITHOUT ROWID;
-- The one practitioner to whom an emergency opened the record, not their team.
CREATE TABLE EmergencyBy (
  Id TEXT NOT NULL PRIMARY KEY,
  Issuer TEXT NOT NULL,
  Subject TEXT NOT NULL) WITHOUT ROWID;
