using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class ReviewService
{
    private const int MostThemes = 10;

    /// <summary>Themes for words that are there already; they can be given anew.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GiveThemesResponse> GiveThemes(
        Wire.GiveThemesRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, reviewId) = (Check.Id(request.PersonId), Check.Id(request.ReviewId));
        var given = Read(request);
        if (given.OutcomeId is not null && !await copies.MayShowAsync(Plan, call))
        {
            throw Copies.NotLevel();
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var words = await WordsAsync(work, personId, reviewId, given);
        if (await work.RepeatedAsync<GivenThemes>(request, personId) is { } earlier)
        {
            return new Wire.GiveThemesResponse { Themed = Show(earlier) };
        }

        Death.RequireOthers(await OnPersonDied.OfAsync(work, personId), call.Role);
        if (given.Place > words.Length)
        {
            throw Problem.Refused("NO_SUCH_WORDS", "There are not so many of these.", "place");
        }
        var themes = given with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            ReviewId = reviewId,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertThemes, themes);
        work.Record(personId, themes.Id, Happened(themes), themes);
        await work.CommitAsync();

        return new Wire.GiveThemesResponse { Themed = Show(themes) };
    }

    private GivenThemes Read(Wire.GiveThemesRequest request)
    {
        var about = (ThemeAbout)(int)Check.Code(request.About);
        Guid? outcomeId = about is ThemeAbout.Helped or ThemeAbout.Hindered
            ? Check.Id(request.OutcomeId) : Check.OptionalId(request.OutcomeId);
        if (about is ThemeAbout.UnintendedGood or ThemeAbout.UnintendedBad && outcomeId is not null)
        {
            throw Problem.Invalid("outcome_id", "NOT_OF_AN_OUTCOME", "What nobody intended is of the whole review.");
        }
        if (request.Place < 1)
        {
            throw Problem.Invalid("place", "PLACE_MISSING", "Say which of the words, counted from 1.");
        }
        if (request.Codes.Count > MostThemes)
        {
            throw Problem.Invalid("codes", "TOO_MANY", $"At most {MostThemes}.");
        }
        for (var i = 0; i < request.Codes.Count; i++)
        {
            if (!themeList.Has(request.Codes[i], about))
            {
                throw Problem.Invalid($"codes[{i}]", "CODE_UNKNOWN", "This is not one of these themes.");
            }
        }
        return new GivenThemes
        {
            OutcomeId = outcomeId,
            About = about,
            Place = request.Place,
            Codes = [.. request.Codes.Distinct()],
        };
    }

    // The words as the caller may see them.
    private static async Task<string[]> WordsAsync(Work work, Guid personId, Guid reviewId, GivenThemes given)
    {
        var review = await work.OneAsync<Review>(SelectReview, new { personId, reviewId }) ?? throw Problem.NotFound();
        if (given.OutcomeId is not { } outcomeId)
        {
            return given.About == ThemeAbout.UnintendedGood ? review.UnintendedGood : review.UnintendedBad;
        }
        var progress = (await work.ManyAsync<Progress>(SelectProgressOfReviews,
            new { personId, reviewIds = Each.Of([reviewId]) })).Find(p => p.OutcomeId == outcomeId)
            ?? throw Problem.NotFoundInCopy(Plan);
        return given.About == ThemeAbout.Helped ? progress.Helped : progress.Hindered;
    }

    private static ThemesGiven Happened(GivenThemes themes) => new(themes.Id, themes.ReviewId, themes.PersonId,
        themes.OutcomeId, Code(themes.About), themes.Place, themes.Codes);

    private static string Code(ThemeAbout about) => about switch
    {
        ThemeAbout.Helped => "helped",
        ThemeAbout.Hindered => "hindered",
        ThemeAbout.UnintendedGood => "unintended_good",
        _ => "unintended_bad",
    };

    private Wire.Themed Show(GivenThemes given) => new()
    {
        About = (Wire.ThemeAbout)(int)given.About,
        Place = given.Place,
        Themes =
        {
            given.Codes.Select(code => new Wire.Theme
            {
                Code = code,
                Words = themeList.Lines.GetValueOrDefault(code)?.Words ?? "",
            }),
        },
    };

    private const string ThemesColumns = """
        gt.Id, gt.PersonId, gt.TeamId, gt.HealthAuthored, gt.EnteredInError, gt.ReviewId, gt.OutcomeId, gt.About,
          gt.Place, gt.Codes, gt.RecordedAt
        """;

    private const string InsertThemes = """
        INSERT INTO GivenThemes (Id, PersonId, TeamId, HealthAuthored, EnteredInError, ReviewId, OutcomeId, About,
          Place, Codes, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @ReviewId, @OutcomeId, @About,
          @Place, @Codes, @RecordedAt)
        """;
}
