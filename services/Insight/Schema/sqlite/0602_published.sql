-- What was published, once. A figure that is held back is null; what it would have been is kept nowhere.
CREATE TABLE PublishedPeriod (
  Month TEXT NOT NULL,
  Id TEXT NOT NULL,
  PublishedAt TEXT NOT NULL,
  PRIMARY KEY (Month)) WITHOUT ROWID;
CREATE TABLE PublishedFigure (
  Month TEXT NOT NULL,
  Scope INTEGER NOT NULL,
  ScopeId TEXT NOT NULL,
  Question TEXT NOT NULL,
  Answer TEXT NOT NULL,
  Place INTEGER NOT NULL,
  Figure INTEGER NULL,
  PRIMARY KEY (Month, Scope, ScopeId, Question, Answer)) WITHOUT ROWID;
