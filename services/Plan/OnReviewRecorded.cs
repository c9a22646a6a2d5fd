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
        await work.WithholdAsync(e.PersonId, e.ReviewId, e.WithheldFrom);
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
        // What hangs on a review is withheld from whom the review is withheld, from birth or since.
        await work.WithholdAsync(e.PersonId, id, await work.WithheldFromAsync(e.ReviewId));
    }

    private const string Delete = "DELETE FROM Progress WHERE ReviewId = @reviewId";

    private const string Insert = """
        INSERT INTO Progress (Id, PersonId, TeamId, HealthAuthored, EnteredInError, ReviewId, OutcomeId, Travel,
          HappenedOn, NeedsToChange, Reason, RecordedAt)
        VALUES (@id, @personId, @teamId, 0, 0, @reviewId, @outcomeId, @travel, @happenedOn, @needsToChange, @reason,
          @recordedAt)
        """;
}

/// <summary>What hangs on a review is withheld with it.</summary>
public static class OnReviewWithheld
{
    /// <summary>From the same, as often as it is told.</summary>
    public static async Task ApplyAsync(ItemWithheld e, Entry entry, Work work)
    {
        foreach (var id in await work.ManyAsync<Guid>(SelectOfReview, new { reviewId = e.ItemId }))
        {
            await work.WithholdAsync(e.PersonId, id, e.WithheldFrom);
        }
    }

    internal const string SelectOfReview = "SELECT r.Id FROM Progress r WHERE r.ReviewId = @reviewId";
}

/// <summary>What hangs on a review is shown with it.</summary>
public static class OnReviewShown
{
    /// <summary>To the same, as often as it is told.</summary>
    public static async Task ApplyAsync(ItemShown e, Entry entry, Work work)
    {
        foreach (var id in await work.ManyAsync<Guid>(OnReviewWithheld.SelectOfReview, new { reviewId = e.ItemId }))
        {
            await work.ShowAsync(id, e.ShownTo);
        }
    }
}
