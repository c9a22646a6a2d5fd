-- The latest time that a call was seen at: a clock that has run backwards since makes nothing last longer.
CREATE TABLE LatestTime (
  Id int NOT NULL CONSTRAINT PK_LatestTime PRIMARY KEY,
  SeenAt datetimeoffset(7) NOT NULL);
INSERT INTO LatestTime (Id, SeenAt) VALUES (1, '0001-01-01T00:00:00.0000000Z');
