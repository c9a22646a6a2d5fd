-- A death that was told of another record of the same person, which this one follows.
ALTER TABLE DeathRecord ADD FollowsId uniqueidentifier NULL;
CREATE INDEX IX_DeathRecord_FollowsId ON DeathRecord (FollowsId);
