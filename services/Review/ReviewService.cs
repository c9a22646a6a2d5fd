using System.Globalization;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

/// <summary>
/// Reviews, one operation a file; this file holds what they look like from outside, and what several operations read.
/// </summary>
public sealed partial class ReviewService(IDatabase database, Copies copies, ThemeList themeList)
    : Wire.ReviewService.ReviewServiceBase
{
    private const string Plan = "plan";

    // A page of whole reviews must stay under what one answer may weigh.
    private const int MostReviews = 20, MostProgress = 100, MostInOneCall = 20, LongestRemark = 500;

    // A secret team that took part is left out, and the others are named: nobody can tell that there was one more. What
    // the conversation itself changed is for those who took part: it comes from the same row, asked for again.
    internal const string ReviewsVisible = """
        SELECT r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.HappenedOn,
          CASE WHEN EXISTS (SELECT 1 FROM TakingPart tp WHERE tp.ItemId = r.Id AND NOT /*team:tp:TeamId*/)
            THEN (SELECT LOWER(CONCAT('[', STRING_AGG(CONCAT('"', tp.TeamId, '"'), ','), ']')) FROM TakingPart tp
              WHERE tp.ItemId = r.Id AND /*team:tp:TeamId*/)
            ELSE r.Teams END AS Teams,
          r.OthersPresent, r.UnintendedGood, r.UnintendedBad, r.AskedGood, r.AskedBad,
          c.Changed, c.ChangedSaidBy, c.ChangedSaidByName, c.ChangedHow,
          r.PlanNeedsToChange, r.PlanChangeReason, r.PlanChangeWords,
          r.NextReviewOn, r.WrittenBy, r.RecordedAt
        FROM Review r LEFT JOIN Review c ON c.Id = r.Id AND /*access:c:conversation*/
        WHERE r.PersonId = @personId AND /*access:r:review*/
        """;

    internal const string ProgressColumns = """
        p.Id, p.PersonId, p.TeamId, p.HealthAuthored, p.EnteredInError, p.ReviewId, p.OutcomeId, p.Place,
          p.HappenedOn, p.Story, p.StorySaidBy, p.StorySaidByName, p.StoryHow, p.Travel, p.Rating, p.ScaleVersionId,
          p.Point, p.RaterSaidBy, p.RaterSaidByName, p.RaterHow, p.Helped, p.Hindered, p.WrittenBy, p.RecordedAt
        """;

    // It hangs on a review and on an outcome, and is for those who may see both.
    internal const string ProgressVisible = $"""
        SELECT {ProgressColumns}
        FROM Progress p
          INNER JOIN Review r ON r.Id = p.ReviewId
          INNER JOIN OutcomeCopy o ON o.Id = p.OutcomeId
        WHERE p.PersonId = @personId AND /*access:p:progress*/ AND /*access:r:review*/ AND /*access:o:outcome*/
        """;

    private const string SelectProgressOfReviews = $"""
        {ProgressVisible} AND p.ReviewId IN (/*each:@reviewIds*/)
        ORDER BY p.RecordedAt, p.Place
        """;

    private const string SelectOutcomes = """
        SELECT o.Id FROM OutcomeCopy o
        WHERE o.Id IN (/*each:@outcomeIds*/) AND o.PersonId = @personId AND /*access:o:outcome*/
        """;

    internal static Voice Read(Wire.Voice? given, Call call, string path) => Voice.Of(call, (int)(given?.SaidBy ?? 0),
        given?.SaidByName ?? "", given?.How.ToArray() ?? [], path);

    private static (string Words, Voice Voice)? Read(Wire.Said? said, Call call, string path) => said is null
        ? null
        : (Check.Words(said.Words, field: $"request.{path}.words"), Read(said.Voice, call, $"{path}.voice"));

    private static string[] Read(IReadOnlyCollection<string> remarks, string path) => remarks.Count <= MostInOneCall
        ? [.. remarks.Select((r, i) => Check.Words(r, LongestRemark, $"request.{path}[{i}]"))]
        : throw Problem.Invalid(path, "TOO_MANY", $"At most {MostInOneCall}.");

    private Wire.Review Show(Review review, IEnumerable<Progress> progress, Beside beside) => new()
    {
        ReviewId = review.Id.ToString("D"),
        PersonId = review.PersonId.ToString("D"),
        HappenedOn = review.HappenedOn.ToString("yyyy-MM-dd"),
        // In no order that would tell of one who is left out.
        TeamIds = { review.Teams.Select(t => t.ToString("D")).Order(StringComparer.Ordinal) },
        OthersPresent = review.OthersPresent ?? "",
        Outcomes = { progress.Where(p => p.ReviewId == review.Id).Select(p => Show(p, beside)) },
        UnintendedGood = { review.UnintendedGood },
        UnintendedBad = { review.UnintendedBad },
        AskedGood = (Wire.Asked)(int)review.AskedGood,
        AskedBad = (Wire.Asked)(int)review.AskedBad,
        Themes = { beside.Of(review.Id, null).Select(Show) },
        WhatTheConversationChanged = Show(review.Changed, review.ChangedVoice),
        PlanChange = review.PlanNeedsToChange is not { } needed ? null : new Wire.PlanChange
        {
            Needed = needed,
            Reason = (Wire.PlanChangeReason)(int)(review.PlanChangeReason ?? 0),
            Words = review.PlanChangeWords ?? "",
        },
        NextReviewOn = review.NextReviewOn?.ToString("yyyy-MM-dd") ?? "",
        WrittenBy = (Wire.Writer)(int)review.WrittenBy,
        RecordTime = Show(review.RecordedAt),
    };

    private Wire.Progress Show(Progress progress, Beside beside) => new()
    {
        ReviewId = progress.ReviewId.ToString("D"),
        OutcomeId = progress.OutcomeId.ToString("D"),
        HappenedOn = progress.HappenedOn.ToString("yyyy-MM-dd"),
        Story = Show(progress.Story, progress.StoryVoice),
        Travel = (Wire.Travel)(int)progress.Travel,
        Rating = ShowRating(progress, beside),
        Helped = { progress.Helped },
        Hindered = { progress.Hindered },
        Themes = { beside.Of(progress.ReviewId, progress.OutcomeId).Select(Show) },
    };

    // On a scale that the caller may not see it is not shown, and its story is.
    private static Wire.Rating? ShowRating(Progress progress, Beside beside) =>
        progress.Rating is { } value
            ? new Wire.Rating { Value = (Wire.RatingValue)(int)value, Rater = Show(progress.Rater!) }
        : progress.ScaleVersionId is { } versionId && beside.Scales.TryGetValue(versionId, out var scale)
            ? new Wire.Rating
            {
                OnScale = new Wire.ScalePoint
                {
                    VersionId = versionId.ToString("D"),
                    Point = progress.Point!.Value,
                    ScaleId = scale.ScaleId.ToString("D"),
                    Name = scale.Name,
                    Words = scale.Points[progress.Point.Value - 1],
                    Points = scale.Points.Length,
                },
                Rater = Show(progress.Rater!),
            }
        : null;

    internal static string Show(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Wire.Said? Show(string? words, Voice? voice) => words is null
        ? null
        : new Wire.Said { Words = words, Voice = Show(voice!) };

    internal static Wire.Voice Show(Voice voice) => new()
    {
        SaidBy = (Wire.Speaker)(int)voice.SaidBy,
        SaidByName = voice.SaidByName ?? "",
        How = { voice.How },
        WrittenBy = (Wire.Writer)(int)voice.WrittenBy,
        IsPersonsVoice = voice.IsPersons,
    };

    // The scales on which this was rated, as far as the caller may see them.
    private static async Task<Dictionary<Guid, Scale>> ScalesAsync(
        Work work, Guid personId, IEnumerable<Progress> progress)
    {
        Guid[] versionIds = [.. progress.Select(p => p.ScaleVersionId).OfType<Guid>().Distinct()];
        return versionIds.Length == 0 ? [] : (await work.ManyAsync<Scale>(ScaleService.SelectVersions,
            new { personId, versionIds = Each.Of(versionIds) })).ToDictionary(s => s.Id);
    }

    // What stands beside reviews that the caller may see; themes are shown with their words alone.
    private static async Task<Beside> BesideAsync(
        Work work, Guid personId, IEnumerable<Guid> reviewIds, IReadOnlyCollection<Progress> progress) => new(
        await ScalesAsync(work, personId, progress),
        GivenThemes.Standing(await work.ManyAsync<GivenThemes>(SelectThemes,
            new { personId, reviewIds = Each.Of(reviewIds) })).ToLookup(g => (g.ReviewId, g.OutcomeId)));

    private const string SelectThemes = $"""
        SELECT {ThemesColumns}
        FROM GivenThemes gt
        WHERE gt.PersonId = @personId AND gt.ReviewId IN (/*each:@reviewIds*/) AND /*access:gt:review*/
        ORDER BY gt.RecordedAt, gt.Id
        """;

    private sealed record Beside(
        Dictionary<Guid, Scale> Scales, ILookup<(Guid ReviewId, Guid? OutcomeId), GivenThemes>? Themes = null)
    {
        public IEnumerable<GivenThemes> Of(Guid reviewId, Guid? outcomeId) => Themes?[(reviewId, outcomeId)] ?? [];
    }
}
