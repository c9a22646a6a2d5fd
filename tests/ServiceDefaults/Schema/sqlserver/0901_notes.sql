CREATE TABLE Note (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_Note PRIMARY KEY,
  PersonId uniqueidentifier NOT NULL,
  Version int NOT NULL,
  Words nvarchar(max) NOT NULL);
