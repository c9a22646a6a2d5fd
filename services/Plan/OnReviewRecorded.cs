using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Plans;

/// <summary>Keeps what a review said about each outcome and about the plan: an id and codes, never the story.</summary>
public static class OnReviewRecorded
{
    /// <summary>The review's rows anew, however often it is told.</summary>
    public static async Task ApplyAsync(ReviewRecorded e, Entry entry, Work work)
    {
        await work.WriteAsync(Delete, new { e.ReviewId });
        foreach (var outcome in e.Outcomes)
        {
            await KeepAsync(e, entry, work, outcome.OutcomeId, outcome.Travel);
        }
        await KeepAsync(e, entry, work, null, "not_said");
    }

    private static async Task KeepAsync(ReviewRecorded e, Entry entry, Work work, Guid? outcomeId, string travel)
    {
        var id = MassTransit.NewId.NextGuid();
        await work.WriteAsync(Insert, new
        {
            id,
            e.PersonId,
            entry.TeamId,
            e.ReviewId,
            outcomeId,
            travel,
            e.HappenedOn,
            needsToChange = outcomeId is null ? e.PlanNeedsToChange : null,
            reason = outcomeId is null ? e.PlanChangeReason : null,
            entry.RecordedAt,
        });
        // What hangs on a review is withheld from whom the review is withheld.
        await work.WithholdAsync(e.PersonId, id, e.WithheldFrom);
    }

    private const string Delete = "DELETE FROM Progress WHERE ReviewId = @reviewId";

    private const string Insert = """
        INSERT INTO Progress (Id, PersonId, TeamId, HealthAuthored, EnteredInError, ReviewId, OutcomeId, Travel,
          HappenedOn, NeedsToChange, Reason, RecordedAt)
        VALUES (@id, @personId, @teamId, 0, 0, @reviewId, @outcomeId, @travel, @happenedOn, @needsToChange, @reason,
          @recordedAt)
        """;
}
