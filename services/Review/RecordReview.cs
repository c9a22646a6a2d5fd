using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class ReviewService
{
    /// <summary>
    /// How it went was talked over: a story for each outcome, a rating only where somebody wanted one.
    /// </summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.RecordReviewResponse> RecordReview(
        Wire.RecordReviewRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, otherTeams) = (Check.Id(request.PersonId), Check.Ids(request.TeamIds));
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var looked = ReadOutcomes(request, call);
        var told = Read(request, call).With(looked);
        if (looked.Count > 0 && !await copies.MayShowAsync(Plan, call))
        {
            throw Copies.NotLevel();
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var theirs = await work.ManyAsync<Guid>(SelectOutcomes,
            new { personId, outcomeIds = Each.Of(looked.Select(o => o.OutcomeId)) });
        var scales = await ScalesAsync(work, personId, looked);
        var death = await OnPersonDied.OfAsync(work, personId);
        if (await work.RepeatedAsync<Recorded>(request, personId) is { } earlier)
        {
            return Show(earlier with { Review = earlier.Review.WithoutWhatIsOver(death) }, theirs, scales);
        }

        if (looked.FindIndex(o => !theirs.Contains(o.OutcomeId)) is var stranger and >= 0)
        {
            throw Problem.NotInCopy(Plan, "OUTCOME_NOT_THEIRS", "It is not one of this person's outcomes.",
                $"outcomes[{stranger}].outcome_id");
        }
        RequirePoints(looked, scales);
        var review = told.Given(death, looked, call.Role) with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Teams = await work.TogetherAsync(personId, otherTeams),
            RecordedAt = work.Now,
        };
        var recorded = new Recorded(review, [.. looked.Select((o, place) => Of(o, review, place))]);
        await work.WriteAsync(InsertReview, review);
        await work.TookPartAsync(personId, review.Id, review.Teams);
        await work.WithholdAsync(personId, review.Id, withheldFrom);
        foreach (var progress in recorded.Outcomes)
        {
            await work.WriteAsync(InsertProgress, progress);
        }
        work.Record(personId, review.Id, Happened(recorded, withheldFrom), recorded);
        await work.CommitAsync();

        return Show(recorded, theirs, scales);
    }

    private static Review Read(Wire.RecordReviewRequest request, Call call)
    {
        var changed = Read(request.WhatTheConversationChanged, call, "what_the_conversation_changed");
        var plan = request.PlanChange;
        var askedGood = Check.Code(Or(request.AskedGood, request.UnintendedGood), "request.asked_good");
        var askedBad = Check.Code(Or(request.AskedBad, request.UnintendedBad), "request.asked_bad");
        return new Review
        {
            HappenedOn = Check.HappenedOn(request.HappenedOn, call.Now),
            OthersPresent = Check.OptionalWords(request.OthersPresent, 500),
            UnintendedGood = Read(request.UnintendedGood, "unintended_good"),
            UnintendedBad = Read(request.UnintendedBad, "unintended_bad"),
            AskedGood = (Asked)(int)askedGood,
            AskedBad = (Asked)(int)askedBad,
            Changed = changed?.Words,
            ChangedSaidBy = changed?.Voice.SaidBy,
            ChangedSaidByName = changed?.Voice.SaidByName,
            ChangedHow = changed?.Voice.How,
            PlanNeedsToChange = plan?.Needed,
            PlanChangeReason = plan is null or { Reason: Wire.PlanChangeReason.Unspecified }
                ? null
                : (PlanChangeReason)(int)Check.Code(plan.Reason, "request.plan_change.reason"),
            PlanChangeWords = plan is null
                ? null
                : Check.OptionalWords(plan.Words, 1000, "request.plan_change.words"),
            NextReviewOn = Check.OptionalDay(request.NextReviewOn),
            WrittenBy = Voice.WriterOf(call),
        };
    }

    // Whoever leaves it out has told something, or has not asked.
    private static Wire.Asked Or(Wire.Asked asked, IReadOnlyCollection<string> told) =>
        asked != Wire.Asked.Unspecified ? asked : told.Count > 0 ? Wire.Asked.Told : Wire.Asked.NotAsked;

    private static List<Progress> ReadOutcomes(Wire.RecordReviewRequest request, Call call) =>
        request.Outcomes.Count <= MostInOneCall
            ? [.. request.Outcomes.Select((o, i) => Read(o, call, $"outcomes[{i}].").WithStory($"outcomes[{i}]."))]
            : throw Problem.Invalid("outcomes", "TOO_MANY", $"At most {MostInOneCall} in one call.");

    private static Progress Read(Wire.OutcomeLookedAt given, Call call, string path)
    {
        var story = Read(given.Story, call, $"{path}story");
        var rated = ReadRating(given.Rating, $"{path}rating");
        var rater = given.Rating is { } rating ? Read(rating.Rater, call, $"{path}rating.rater") : null;
        return new Progress
        {
            OutcomeId = Check.Id(given.OutcomeId, $"request.{path}outcome_id"),
            Story = story?.Words,
            StorySaidBy = story?.Voice.SaidBy,
            StorySaidByName = story?.Voice.SaidByName,
            StoryHow = story?.Voice.How,
            Travel = given.Travel == Wire.Travel.Unspecified
                ? Travel.NotSaid
                : (Travel)(int)Check.Code(given.Travel, $"request.{path}travel"),
            Rating = rated.Value,
            ScaleVersionId = rated.VersionId,
            Point = rated.Point,
            RaterSaidBy = rater?.SaidBy,
            RaterSaidByName = rater?.SaidByName,
            RaterHow = rater?.How,
            Helped = Read(given.Helped, $"{path}helped"),
            Hindered = Read(given.Hindered, $"{path}hindered"),
            WrittenBy = Voice.WriterOf(call),
        };
    }

    // On one scale or the other: two ratings of one story would ask to be weighed against each other.
    private static (RatingValue? Value, Guid? VersionId, int? Point) ReadRating(Wire.Rating? given, string path) =>
        given is null ? default
        : given.OnScale is not { } on
            ? ((RatingValue)(int)Check.Code(given.Value, $"request.{path}.value"), null, null)
        : given.Value != Wire.RatingValue.Unspecified
            ? throw Problem.Invalid($"{path}.on_scale", "RATED_TWICE", "Rate on one of the scales.")
        : (null, Check.Id(on.VersionId, $"request.{path}.on_scale.version_id"), on.Point > 0 ? on.Point
            : throw Problem.Invalid($"{path}.on_scale.point", "CODE_MISSING", "Choose one of the points."));

    private static void RequirePoints(List<Progress> looked, Dictionary<Guid, Scale> scales)
    {
        for (var i = 0; i < looked.Count; i++)
        {
            if (looked[i].ScaleVersionId is not { } versionId)
            {
                continue;
            }
            if (!scales.TryGetValue(versionId, out var scale))
            {
                throw Problem.NotInCopy("sharing", "SCALE_NOT_THEIRS", "It is not a scale of this person's record.",
                    $"outcomes[{i}].rating.on_scale.version_id");
            }
            if (looked[i].Point > scale.Points.Length)
            {
                throw Problem.Invalid(
                    $"outcomes[{i}].rating.on_scale.point", "NO_SUCH_POINT", "The scale has no such point.");
            }
        }
    }

    private static Progress Of(Progress told, Review review, int place) => told with
    {
        Id = NewId.NextGuid(),
        PersonId = review.PersonId,
        TeamId = review.TeamId,
        HealthAuthored = review.HealthAuthored,
        ReviewId = review.Id,
        Place = place,
        HappenedOn = review.HappenedOn,
        RecordedAt = review.RecordedAt,
    };

    private static ReviewRecorded Happened(Recorded recorded, Guid[] withheldFrom)
    {
        var review = recorded.Review;
        return new ReviewRecorded(review.Id, review.PersonId, review.HappenedOn, review.Teams,
            [.. recorded.Outcomes.Select(o => new OutcomeReviewed(o.OutcomeId, Code(o.Travel),
                o.ScaleVersionId is null ? Code(o.Rating) : "own_scale", Code(o.RaterSaidBy), o.Helped.Length,
                o.Hindered.Length))],
            review.UnintendedGood.Length, review.UnintendedBad.Length, review.PlanNeedsToChange,
            Code(review.PlanChangeReason), withheldFrom)
        {
            AskedGood = Code(review.AskedGood),
            AskedBad = Code(review.AskedBad),
        };
    }

    private static string Code(Asked asked) => asked switch
    {
        Asked.Nothing => "nothing",
        Asked.Told => "told",
        _ => "not_asked",
    };

    private static string Code(Travel travel) => travel switch
    {
        Travel.Better => "better",
        Travel.Same => "same",
        Travel.Worse => "worse",
        _ => "not_said",
    };

    private static string? Code(RatingValue? rating) => rating switch
    {
        RatingValue.NotYet => "not_yet",
        RatingValue.ALittle => "a_little",
        RatingValue.Partly => "partly",
        RatingValue.Mostly => "mostly",
        RatingValue.AsIWantIt => "as_i_want_it",
        RatingValue.NotAsked => "not_asked",
        RatingValue.NoLongerMatters => "no_longer_matters",
        _ => null,
    };

    private static string? Code(Speaker? rater) => rater switch
    {
        Speaker.Person => "person",
        Speaker.Family => "family",
        Speaker.Practitioner => "practitioner",
        Speaker.Representative => "representative",
        Speaker.Other => "other",
        _ => null,
    };

    private static string? Code(PlanChangeReason? reason) => reason switch
    {
        PlanChangeReason.OutcomeChanged => "outcome_changed",
        PlanChangeReason.StepNotWorking => "step_not_working",
        PlanChangeReason.Circumstances => "circumstances",
        PlanChangeReason.Achieved => "achieved",
        PlanChangeReason.Other => "other",
        _ => null,
    };

    private Wire.RecordReviewResponse Show(
        Recorded recorded, List<Guid> theirs, Dictionary<Guid, Scale> scales) => new()
    {
        Review = Show(recorded.Review, recorded.Outcomes.Where(o => theirs.Contains(o.OutcomeId)), new(scales)),
    };

    private const string InsertReview = """
        INSERT INTO Review (Id, PersonId, TeamId, HealthAuthored, EnteredInError, HappenedOn, Teams, OthersPresent,
          UnintendedGood, UnintendedBad, AskedGood, AskedBad, Changed, ChangedSaidBy, ChangedSaidByName, ChangedHow,
          PlanNeedsToChange, PlanChangeReason, PlanChangeWords, NextReviewOn, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @HappenedOn, @Teams, @OthersPresent,
          @UnintendedGood, @UnintendedBad, @AskedGood, @AskedBad, @Changed, @ChangedSaidBy, @ChangedSaidByName,
          @ChangedHow, @PlanNeedsToChange, @PlanChangeReason, @PlanChangeWords, @NextReviewOn, @WrittenBy, @RecordedAt)
        """;

    private const string InsertProgress = """
        INSERT INTO Progress (Id, PersonId, TeamId, HealthAuthored, EnteredInError, ReviewId, OutcomeId, Place,
          HappenedOn, Story, StorySaidBy, StorySaidByName, StoryHow, Travel, Rating, ScaleVersionId, Point,
          RaterSaidBy, RaterSaidByName, RaterHow, Helped, Hindered, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @ReviewId, @OutcomeId, @Place,
          @HappenedOn, @Story, @StorySaidBy, @StorySaidByName, @StoryHow, @Travel, @Rating, @ScaleVersionId, @Point,
          @RaterSaidBy, @RaterSaidByName, @RaterHow, @Helped, @Hindered, @WrittenBy, @RecordedAt)
        """;

    // What one call recorded, as its repeat is answered.
    private sealed record Recorded(Review Review, Progress[] Outcomes);
}
