namespace PersonalOutcomes.Plans;

/// <summary>What of this service can be replied to, each kind by its own access rule.</summary>
public sealed partial class PlanService
{
    /// <summary>What can be replied to; a step of an outcome, and a risk decision for one, hang on it.</summary>
    internal const string SelectEntries = """
        SELECT o.Id, o.PersonId, o.TeamId FROM Outcome o WHERE o.Id IN (/*each:@items*/) AND /*access:o:outcome*/
        UNION ALL
        SELECT s.Id, s.PersonId, s.TeamId
        FROM Step s LEFT JOIN Outcome o ON o.Id = s.OutcomeId AND /*access:o:outcome*/
        WHERE s.Id IN (/*each:@items*/) AND /*access:s:step*/ AND /*team:s:TakenByTeamId*/
          AND (s.OutcomeId IS NULL OR o.Id IS NOT NULL)
        UNION ALL
        SELECT p.Id, p.PersonId, p.TeamId FROM Purpose p WHERE p.Id IN (/*each:@items*/) AND /*access:p:purpose*/
        UNION ALL
        SELECT d.Id, d.PersonId, d.TeamId FROM PurposeDissent d
        WHERE d.Id IN (/*each:@items*/) AND /*access:d:purpose*/
          AND EXISTS (SELECT 1 FROM Purpose p WHERE p.Id = d.PurposeId AND /*access:p:purpose*/)
        UNION ALL
        SELECT a.Id, a.PersonId, a.TeamId FROM PlanAgreement a WHERE a.Id IN (/*each:@items*/) AND /*access:a:outcome*/
        UNION ALL
        SELECT r.Id, r.PersonId, r.TeamId
        FROM RiskDecision r LEFT JOIN Outcome o ON o.Id = r.OutcomeId AND /*access:o:outcome*/
        WHERE r.Id IN (/*each:@items*/) AND /*access:r:risk_decision*/ AND (r.OutcomeId IS NULL OR o.Id IS NOT NULL)
        UNION ALL
        SELECT b.Id, b.PersonId, b.TeamId FROM Block b
        WHERE b.Id IN (/*each:@items*/) AND /*access:b:outcome*/
          AND EXISTS (SELECT 1 FROM Outcome o WHERE o.Id = b.OutcomeId AND /*access:o:outcome*/)
          AND EXISTS (SELECT 1 FROM Outcome o WHERE o.Id = b.BlockedId AND /*access:o:outcome*/)
        UNION ALL
        SELECT r.Id, r.PersonId, r.TeamId FROM ChosenRole r
        WHERE r.Id IN (/*each:@items*/) AND /*access:r:outcome*/
          AND EXISTS (SELECT 1 FROM Outcome o WHERE o.Id = r.OutcomeId AND /*access:o:outcome*/)
        """;

    /// <summary>
    /// What can be entered in error; what an outcome said before, who leads it, what it blocks and what it draws on
    /// go with it.
    /// </summary>
    internal const string Remove = """
        UPDATE Outcome SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE Step SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE Purpose SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE PurposeDissent SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE RiskDecision SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE PlanAgreement SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE Block SET EnteredInError = 1
        WHERE PersonId = @who AND @item IN (Id, OutcomeId, BlockedId) AND EnteredInError = 0;
        UPDATE EarlierStatement SET EnteredInError = 1 WHERE (Id = @item OR OutcomeId = @item) AND EnteredInError = 0;
        UPDATE OutcomeLead SET EnteredInError = 1
        WHERE PersonId = @who AND @item IN (Id, OutcomeId) AND EnteredInError = 0;
        UPDATE ChosenRole SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE DrawnStrength SET EnteredInError = 1
        WHERE PersonId = @who AND @item IN (Id, OutcomeId) AND EnteredInError = 0
        """;

    // With a risk decision goes what was put in its place; what it replaced stands by itself.
    internal const string SelectMadeWith = """
        SELECT s.Id FROM Step s WHERE s.PersonId = @who AND s.OutcomeId = @item AND s.EnteredInError = 0
        UNION ALL
        SELECT d.Id FROM PurposeDissent d WHERE d.PersonId = @who AND d.PurposeId = @item AND d.EnteredInError = 0
        UNION ALL
        SELECT c.Id FROM ChosenRole c WHERE c.PersonId = @who AND c.OutcomeId = @item AND c.EnteredInError = 0
        UNION ALL
        SELECT r.Id FROM RiskDecision r
        WHERE r.PersonId = @who AND r.EnteredInError = 0 AND (r.OutcomeId = @item OR EXISTS (
          SELECT 1 FROM RiskDecision e WHERE e.Id = @item AND e.FirstId = r.FirstId AND e.Number < r.Number))
        """;

    // Risk decisions that replaced one another are one thing to everybody, one that serves a hidden outcome included.
    internal const string SelectHanging = """
        SELECT DISTINCT r.Id FROM RiskDecision r INNER JOIN RiskDecision e ON e.FirstId = r.FirstId
        WHERE @item IN (e.Id, e.OutcomeId) AND r.PersonId = @who AND r.Id <> @item
        """;
}
