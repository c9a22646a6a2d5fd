-- Both logs about a person as one: who wrote, and who read.
CREATE VIEW Noted AS
SELECT j.Stream AS PersonId, j.Position, 1 AS Wrote, CONCAT('["', j.ItemId, '"]') AS Items, j.RecordedAt AS NotedAt,
  j.Issuer, j.Subject, j.Role, j.TeamId, j.AgencyId, j.Purpose, j.Rpc, j.TraceParent
FROM Journal j
UNION ALL
SELECT r.PersonId, r.Position, 0, r.Shown, r.ReadAt, r.Issuer, r.Subject, r.Role, r.TeamId, r.AgencyId, r.Purpose,
  r.Rpc, r.TraceParent
FROM ReadEntry r;
