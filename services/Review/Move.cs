using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Reviews;

/// <summary>A review is moved to the right record.</summary>
public sealed partial class ReviewService
{
    /// <summary>
    /// Records it there as it was told. OUTCOME_NOT_THEIRS until the outcomes that it tells of have been moved: nothing
    /// that was told is lost. PERSON_DIED for what happened after the person's death.
    /// </summary>
    internal static async Task<bool> MoveAsync(Work work, Moving moving)
    {
        var (personId, reviewId, to) = (moving.PersonId, moving.ItemId, moving.ToPersonId);
        if (await work.OneAsync<Review>(SelectReview, new { personId, reviewId }) is not { } review)
        {
            return false;
        }
        var progress = await work.ManyAsync<Progress>(SelectProgressOfMoved, new { personId, reviewId });
        Progress[] looked =
        [
            .. progress.Select(p => p with
            {
                Id = moving.NewId(p.Id),
                PersonId = to,
                ReviewId = moving.NewId(reviewId),
                OutcomeId = moving.NewId(p.OutcomeId),
            }),
        ];
        var theirs = await work.ManyAsync<Guid>(SelectOutcomes,
            new { personId = to, outcomeIds = Each.Of(looked.Select(p => p.OutcomeId)) });
        if (theirs.Count < looked.Length)
        {
            throw Problem.NotInCopy(Plan, "OUTCOME_NOT_THEIRS", "Move the outcomes that it tells of first.", "item_id");
        }
        var moved = review.Given(await OnPersonDied.OfAsync(work, to), looked, work.Call.Role) with
        {
            Id = moving.NewId(reviewId),
            PersonId = to,
            Teams = await work.ThoseInvolvedAsync(to, review.Teams),
        };
        await work.WriteAsync(InsertReview, moved);
        await work.TookPartAsync(to, moved.Id, moved.Teams);
        await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
        foreach (var told in looked)
        {
            await work.WriteAsync(InsertProgress, told);
        }
        var recorded = new Recorded(moved, looked);
        work.Record(to, moved.Id, Happened(recorded, moving.WithheldFrom), recorded);
        return true;
    }

    // The review's own team moves it; an outcome that has been moved already is not there to be asked for any more.
    private const string SelectProgressOfMoved = $"""
        SELECT {ProgressColumns}
        FROM Progress p
        WHERE p.ReviewId = @reviewId AND p.PersonId = @personId AND /*access:p:progress*/
        ORDER BY p.Place
        """;
}
