using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Reviews;

/// <summary>
/// What of this service is moved to the right record: reviews, the themes given to their words, scales and check-ins.
/// </summary>
public sealed partial class ReviewService
{
    /// <summary>
    /// Records it there as it was told. OUTCOME_NOT_THEIRS until the outcomes that it tells of have been moved, and
    /// SCALE_NOT_THEIRS until the scales have: nothing that was told is lost. PERSON_DIED for what happened after the
    /// person's death.
    /// </summary>
    internal static async Task<bool> MoveAsync(Work work, Moving moving) =>
        await MoveReviewAsync(work, moving) || await MoveCheckInAsync(work, moving)
        || await MoveThemesAsync(work, moving) || await MoveScaleAsync(work, moving);

    private static async Task<bool> MoveReviewAsync(Work work, Moving moving)
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
                ScaleVersionId = moving.NewId(p.ScaleVersionId),
            }),
        ];
        var theirs = await work.ManyAsync<Guid>(SelectOutcomes,
            new { personId = to, outcomeIds = Each.Of(looked.Select(p => p.OutcomeId)) });
        if (theirs.Count < looked.Length)
        {
            throw Problem.NotInCopy(Plan, "OUTCOME_NOT_THEIRS", "Move the outcomes that it tells of first.", "item_id");
        }
        if (looked.Any(p => p.ScaleVersionId is not null)
            && await ScalesAsync(work, to, looked) is var scales
            && looked.Any(p => p.ScaleVersionId is { } versionId && !scales.ContainsKey(versionId)))
        {
            throw Problem.Refused("SCALE_NOT_THEIRS", "Move the scales that it was rated on first.", "item_id");
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

    private static async Task<bool> MoveCheckInAsync(Work work, Moving moving)
    {
        var (personId, item, to) = (moving.PersonId, moving.ItemId, moving.ToPersonId);
        if (await work.OneAsync<CheckIn>(SelectCheckIn, new { personId, item }) is not { } checkIn)
        {
            return false;
        }
        var moved = checkIn.Given(await OnPersonDied.OfAsync(work, to), work.Call.Role) with
        {
            Id = moving.NewId(item),
            PersonId = to,
            OutcomeId = moving.NewId(checkIn.OutcomeId),
        };
        if (moved.OutcomeId is { } about && !await IsTheirsAsync(work, to, about))
        {
            throw Problem.NotInCopy(Plan, "OUTCOME_NOT_THEIRS", "Move the outcome that it is about first.", "item_id");
        }
        await work.WriteAsync(InsertCheckIn, moved);
        await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
        work.Record(to, moved.Id, Happened(moved, moving.WithheldFrom), moved);
        return true;
    }

    // By themselves only once the review has been moved.
    private static async Task<bool> MoveThemesAsync(Work work, Moving moving)
    {
        var (personId, item, to) = (moving.PersonId, moving.ItemId, moving.ToPersonId);
        if (await work.OneAsync<GivenThemes>(SelectGiven, new { personId, item }) is not { } themes
            || await work.OneAsync<Review>(SelectReview,
                new { personId = to, reviewId = moving.NewId(themes.ReviewId) }) is null)
        {
            return false;
        }
        var moved = themes with
        {
            Id = moving.NewId(item),
            PersonId = to,
            ReviewId = moving.NewId(themes.ReviewId),
            OutcomeId = moving.NewId(themes.OutcomeId),
        };
        await work.WriteAsync(InsertThemes, moved);
        work.Record(to, moved.Id, Happened(moved), moved);
        return true;
    }

    // A later version by itself only once the scale has been moved.
    private static async Task<bool> MoveScaleAsync(Work work, Moving moving)
    {
        var (personId, item, to) = (moving.PersonId, moving.ItemId, moving.ToPersonId);
        if ((await work.ManyAsync<Scale>(ScaleService.SelectVersions,
            new { personId, versionIds = Each.Of([item]) })).FirstOrDefault() is not { } scale)
        {
            return false;
        }
        var moved = scale with { Id = moving.NewId(item), PersonId = to, ScaleId = moving.NewId(scale.ScaleId) };
        if (moved.Id != moved.ScaleId && (await work.ManyAsync<Scale>(ScaleService.SelectVersions,
            new { personId = to, versionIds = Each.Of([moved.ScaleId]) })).Count == 0)
        {
            return false;
        }
        await work.WriteAsync(ScaleService.InsertScale, moved);
        await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
        work.Record(to, moved.Id, moved.Id == moved.ScaleId
            ? new ScaleAdded(moved.Id, to, moving.WithheldFrom)
            : new ScaleRevised(moved.Id, moved.ScaleId, to, moving.WithheldFrom), moved);
        return true;
    }

    private const string SelectCheckIn = $"""
        SELECT {CheckInColumns}
        FROM CheckIn ci
        WHERE ci.Id = @item AND ci.PersonId = @personId AND /*access:ci:progress*/
        """;

    private const string SelectGiven = $"""
        SELECT {ThemesColumns}
        FROM GivenThemes gt
        WHERE gt.Id = @item AND gt.PersonId = @personId AND /*access:gt:review*/
        """;

    // The review's own team moves it; an outcome that has been moved already is not there to be asked for any more.
    private const string SelectProgressOfMoved = $"""
        SELECT {ProgressColumns}
        FROM Progress p
        WHERE p.ReviewId = @reviewId AND p.PersonId = @personId AND /*access:p:progress*/
        ORDER BY p.Place
        """;
}
