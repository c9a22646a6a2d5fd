namespace PersonalOutcomes.Plans;

/// <summary>What of this service can be replied to, each kind by its own access rule.</summary>
public sealed partial class PlanService
{
    /// <summary>What can be replied to; a step of an outcome hangs on it.</summary>
    internal const string SelectEntries = """
        SELECT o.Id, o.PersonId, o.TeamId FROM Outcome o WHERE o.Id IN (/*each:@items*/) AND /*access:o:outcome*/
        UNION ALL
        SELECT s.Id, s.PersonId, s.TeamId
        FROM Step s LEFT JOIN Outcome o ON o.Id = s.OutcomeId AND /*access:o:outcome*/
        WHERE s.Id IN (/*each:@items*/) AND /*access:s:step*/ AND /*team:s:TakenByTeamId*/
          AND (s.OutcomeId IS NULL OR o.Id IS NOT NULL)
        UNION ALL
        SELECT p.Id, p.PersonId, p.TeamId FROM Purpose p WHERE p.Id IN (/*each:@items*/) AND /*access:p:purpose*/
        """;
}
