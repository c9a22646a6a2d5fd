namespace PersonalOutcomes.Reviews;

/// <summary>What of this service can be replied to, each kind by its own access rule.</summary>
public sealed partial class ReviewService
{
    /// <summary>What can be replied to; what is about an outcome hangs on it.</summary>
    internal const string SelectEntries = """
        SELECT r.Id, r.PersonId, r.TeamId FROM Review r WHERE r.Id IN (/*each:@items*/) AND /*access:r:review*/
        UNION ALL
        SELECT s.Id, s.PersonId, s.TeamId FROM Scale s INNER JOIN Scale f ON f.Id = s.ScaleId
        WHERE s.Id IN (/*each:@items*/) AND /*access:s:progress*/ AND /*access:f:progress*/
        UNION ALL
        SELECT ci.Id, ci.PersonId, ci.TeamId FROM CheckIn ci
        WHERE ci.Id IN (/*each:@items*/) AND /*access:ci:progress*/ AND (ci.OutcomeId IS NULL OR EXISTS (
          SELECT 1 FROM OutcomeCopy o WHERE o.Id = ci.OutcomeId AND /*access:o:outcome*/))
        UNION ALL
        SELECT gt.Id, gt.PersonId, gt.TeamId FROM GivenThemes gt INNER JOIN Review r ON r.Id = gt.ReviewId
        WHERE gt.Id IN (/*each:@items*/) AND /*access:gt:review*/ AND /*access:r:review*/
          AND (gt.OutcomeId IS NULL OR EXISTS (
            SELECT 1 FROM Progress p INNER JOIN OutcomeCopy o ON o.Id = p.OutcomeId
            WHERE p.ReviewId = gt.ReviewId AND p.OutcomeId = gt.OutcomeId
              AND /*access:p:progress*/ AND /*access:o:outcome*/))
        """;

    /// <summary>What can be entered in error; what a review says of each outcome goes with it.</summary>
    internal const string Remove = """
        UPDATE Review SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE Progress SET EnteredInError = 1 WHERE (Id = @item OR ReviewId = @item) AND EnteredInError = 0;
        UPDATE Scale SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE GivenThemes SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE CheckIn SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0
        """;

    // The themes that were given to the words of a review, and what was said anew of a scale; each in its order.
    internal const string SelectMadeWith = """
        SELECT w.Id FROM (
          SELECT gt.Id, gt.RecordedAt FROM GivenThemes gt WHERE gt.ReviewId = @item AND gt.EnteredInError = 0
          UNION ALL
          SELECT s.Id, s.RecordedAt FROM Scale s
          WHERE s.ScaleId = @item AND s.Id <> @item AND s.EnteredInError = 0) w
        ORDER BY w.RecordedAt, w.Id
        """;
}
