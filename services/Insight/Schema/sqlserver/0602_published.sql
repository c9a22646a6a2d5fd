-- What was published, once. A figure that is held back is null; what it would have been is kept nowhere.
CREATE TABLE PublishedPeriod (
  Month nchar(7) NOT NULL,
  Id uniqueidentifier NOT NULL,
  PublishedAt datetimeoffset(7) NOT NULL,
  CONSTRAINT PK_PublishedPeriod PRIMARY KEY (Month));
CREATE TABLE PublishedFigure (
  Month nchar(7) NOT NULL,
  Scope int NOT NULL,
  ScopeId uniqueidentifier NOT NULL,
  Question nvarchar(40) NOT NULL,
  Answer nvarchar(40) NOT NULL,
  Place int NOT NULL,
  Figure int NULL,
  CONSTRAINT PK_PublishedFigure PRIMARY KEY (Month, Scope, ScopeId, Question, Answer));
