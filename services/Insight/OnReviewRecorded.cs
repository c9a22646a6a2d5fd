using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>A review: what it found for each outcome, and what it found that nobody had meant to happen.</summary>
internal static class OnReviewRecorded
{
    public static async Task ApplyAsync(ReviewRecorded e, Entry entry, Work work, Model model)
    {
        await work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.ReviewId,
            e.PersonId,
            e.HappenedOn,
            e.UnintendedGood,
            e.UnintendedBad,
            e.PlanNeedsToChange,
        });
        foreach (var outcome in e.Outcomes.DistinctBy(o => o.OutcomeId))
        {
            await work.WriteAsync(InsertOutcome, new
            {
                model.Generation,
                entry.Position,
                outcome.OutcomeId,
                e.ReviewId,
                e.PersonId,
                e.HappenedOn,
                outcome.Travel,
                rated = outcome.Rating is not null,
            });
        }
        await model.RecordedAsync(work, "review", entry, e.ReviewId, e.PersonId);
        await model.WithholdAsync(work, "review", entry, e.ReviewId, e.WithheldFrom);
    }

    private const string Insert = """
        INSERT INTO ReviewRecordedFact (
          Generation, Position, ReviewId, PersonId, HappenedOn, UnintendedGood, UnintendedBad, PlanNeedsToChange)
        SELECT @generation, @position, @reviewId, @personId, @happenedOn, @unintendedGood, @unintendedBad,
          @planNeedsToChange
        WHERE NOT EXISTS (
          SELECT 1 FROM ReviewRecordedFact
          WHERE Generation = @generation AND Position = @position)
        """;

    private const string InsertOutcome = """
        INSERT INTO OutcomeReviewedFact (
          Generation, Position, OutcomeId, ReviewId, PersonId, HappenedOn, Travel, Rated)
        SELECT @generation, @position, @outcomeId, @reviewId, @personId, @happenedOn, @travel, @rated
        WHERE NOT EXISTS (
          SELECT 1 FROM OutcomeReviewedFact
          WHERE Generation = @generation AND Position = @position AND OutcomeId = @outcomeId)
        """;
}
