-- More of this service's copy of Sharing's facts: each table is a term of the access rule (Access/AccessMark.cs).
-- Staff do not act on their own record, nor on that of somebody close to them.
CREATE TABLE Kin (
  PersonId uniqueidentifier NOT NULL,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT PK_Kin PRIMARY KEY (PersonId, Issuer, Subject));
-- The whole record, or every entry of a kind, is kept from an agency, a team or a representative.
CREATE TABLE Restriction (
  PersonId uniqueidentifier NOT NULL,
  Id uniqueidentifier NOT NULL,
  Grantee uniqueidentifier NOT NULL,
  Kind nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT PK_Restriction PRIMARY KEY (PersonId, Id));
-- That this team is involved is itself the secret, and with it whatever the team recorded: from a time that may lie
-- ahead, when it is openly involved no more.
CREATE TABLE PrivateTeam (
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NOT NULL,
  FromTime datetimeoffset(7) NOT NULL,
  CONSTRAINT PK_PrivateTeam PRIMARY KEY (PersonId, TeamId));
-- An entry of a health body that a health professional released to adult protection.
CREATE TABLE Released (
  ItemId uniqueidentifier NOT NULL CONSTRAINT PK_Released PRIMARY KEY,
  PersonId uniqueidentifier NOT NULL);
-- The one practitioner to whom an emergency opened the record, not their team.
CREATE TABLE EmergencyBy (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_EmergencyBy PRIMARY KEY,
  Issuer nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  Subject nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL);
