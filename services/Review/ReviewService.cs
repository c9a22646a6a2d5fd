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
public sealed partial class ReviewService(IDatabase database, Copies copies) : Wire.ReviewService.ReviewServiceBase
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
          r.OthersPresent, r.UnintendedGood, r.UnintendedBad,
          c.Changed, c.ChangedSaidBy, c.ChangedSaidByName, c.ChangedHow,
          r.PlanNeedsToChange, r.PlanChangeReason, r.PlanChangeWords,
          r.NextReviewOn, r.WrittenBy, r.RecordedAt
        FROM Review r LEFT JOIN Review c ON c.Id = r.Id AND /*access:c:conversation*/
        WHERE r.PersonId = @personId AND /*access:r:review*/
        """;

    internal const string ProgressColumns = """
        p.Id, p.PersonId, p.TeamId, p.HealthAuthored, p.EnteredInError, p.ReviewId, p.OutcomeId, p.Place,
          p.HappenedOn, p.Story, p.StorySaidBy, p.StorySaidByName, p.StoryHow, p.Travel, p.Rating, p.RaterSaidBy,
          p.RaterSaidByName, p.RaterHow, p.Helped, p.Hindered, p.WrittenBy, p.RecordedAt
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

    private static Voice Read(Wire.Voice? given, Call call, string path) => Voice.Of(call, (int)(given?.SaidBy ?? 0),
        given?.SaidByName ?? "", given?.How.ToArray() ?? [], path);

    private static (string Words, Voice Voice)? Read(Wire.Said? said, Call call, string path) => said is null
        ? null
        : (Check.Words(said.Words, field: $"request.{path}.words"), Read(said.Voice, call, $"{path}.voice"));

    private static string[] Read(IReadOnlyCollection<string> remarks, string path) => remarks.Count <= MostInOneCall
        ? [.. remarks.Select((r, i) => Check.Words(r, LongestRemark, $"request.{path}[{i}]"))]
        : throw Problem.Invalid(path, "TOO_MANY", $"At most {MostInOneCall}.");

    private static Wire.Review Show(Review review, IEnumerable<Progress> progress) => new()
    {
        ReviewId = review.Id.ToString("D"),
        PersonId = review.PersonId.ToString("D"),
        HappenedOn = review.HappenedOn.ToString("yyyy-MM-dd"),
        // In no order that would tell of one who is left out.
        TeamIds = { review.Teams.Select(t => t.ToString("D")).Order(StringComparer.Ordinal) },
        OthersPresent = review.OthersPresent ?? "",
        Outcomes = { progress.Where(p => p.ReviewId == review.Id).Select(Show) },
        UnintendedGood = { review.UnintendedGood },
        UnintendedBad = { review.UnintendedBad },
        WhatTheConversationChanged = Show(review.Changed, review.ChangedVoice),
        PlanChange = review.PlanNeedsToChange is not { } needed ? null : new Wire.PlanChange
        {
            Needed = needed,
            Reason = (Wire.PlanChangeReason)(int)(review.PlanChangeReason ?? 0),
            Words = review.PlanChangeWords ?? "",
        },
        NextReviewOn = review.NextReviewOn?.ToString("yyyy-MM-dd") ?? "",
        WrittenBy = (Wire.Writer)(int)review.WrittenBy,
        RecordTime = review.RecordedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
    };

    private static Wire.Progress Show(Progress progress) => new()
    {
        ReviewId = progress.ReviewId.ToString("D"),
        OutcomeId = progress.OutcomeId.ToString("D"),
        HappenedOn = progress.HappenedOn.ToString("yyyy-MM-dd"),
        Story = Show(progress.Story, progress.StoryVoice),
        Travel = (Wire.Travel)(int)progress.Travel,
        Rating = progress.Rating is not { } rating ? null : new Wire.Rating
        {
            Value = (Wire.RatingValue)(int)rating,
            Rater = Show(progress.Rater!),
        },
        Helped = { progress.Helped },
        Hindered = { progress.Hindered },
    };

    private static Wire.Said? Show(string? words, Voice? voice) => words is null
        ? null
        : new Wire.Said { Words = words, Voice = Show(voice!) };

    private static Wire.Voice Show(Voice voice) => new()
    {
        SaidBy = (Wire.Speaker)(int)voice.SaidBy,
        SaidByName = voice.SaidByName ?? "",
        How = { voice.How },
        WrittenBy = (Wire.Writer)(int)voice.WrittenBy,
        IsPersonsVoice = voice.IsPersons,
    };
}
