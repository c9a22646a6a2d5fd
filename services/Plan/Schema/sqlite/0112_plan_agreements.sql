-- That the person agreed to the plan as they were shown it; the newest counts, and none is ever changed.
CREATE TABLE PlanAgreement (
  Id TEXT NOT NULL PRIMARY KEY,
  PersonId TEXT NOT NULL,
  TeamId TEXT NULL,
  HealthAuthored INTEGER NOT NULL,
  EnteredInError INTEGER NOT NULL,
  VersionAt TEXT NOT NULL,
  AgreedBy INTEGER NOT NULL,
  AskedHow TEXT NULL,
  AgreedHow TEXT NOT NULL,
  SpokenBy TEXT NULL,
  AgreedOn TEXT NOT NULL,
  AgreementWrittenBy INTEGER NOT NULL,
  RecordedAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IX_PlanAgreement_PersonId ON PlanAgreement (PersonId);
