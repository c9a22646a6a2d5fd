-- What was entered in error: when it was made and removed, by whom and why, and as it was last.
CREATE VIEW Removal AS
SELECT m.Stream AS PersonId, m.ItemId, m.Position, m.RecordedAt AS RemovedAt, m.TeamId, m.SnapshotJson AS Why,
  f.RecordedAt AS MadeAt, c.SnapshotJson AS Content
FROM Journal m
  INNER JOIN Journal f ON f.Position = (
    SELECT MIN(x.Position) FROM Journal x WHERE x.Stream = m.Stream AND x.ItemId = m.ItemId)
  INNER JOIN Journal c ON c.Position = (
    SELECT MAX(x.Position) FROM Journal x
    WHERE x.Stream = m.Stream AND x.ItemId = m.ItemId AND x.SnapshotType = f.SnapshotType)
WHERE m.Type = 'EnteredInError';
