-- That the person agreed to the plan as they were shown it; the newest counts, and none is ever changed.
CREATE TABLE PlanAgreement (
  Id uniqueidentifier NOT NULL CONSTRAINT PK_PlanAgreement PRIMARY KEY NONCLUSTERED,
  PersonId uniqueidentifier NOT NULL,
  TeamId uniqueidentifier NULL,
  HealthAuthored bit NOT NULL,
  EnteredInError bit NOT NULL,
  VersionAt datetimeoffset(7) NOT NULL,
  AgreedBy int NOT NULL,
  AskedHow nvarchar(1000) NULL,
  AgreedHow nvarchar(1000) NOT NULL,
  SpokenBy nvarchar(200) NULL,
  AgreedOn date NOT NULL,
  AgreementWrittenBy int NOT NULL,
  RecordedAt datetimeoffset(7) NOT NULL);
CREATE CLUSTERED INDEX IX_PlanAgreement_PersonId ON PlanAgreement (PersonId);
