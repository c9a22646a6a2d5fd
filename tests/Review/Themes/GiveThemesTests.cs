using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>Words first; a theme beside them afterwards, if anybody gives one.</summary>
[Collection(nameof(Together))]
public sealed class GiveThemesTests(Neighbours neighbours)
{
    [Fact]
    public async Task R54_What_helped_and_hindered_gets_its_themes_after_the_words_and_they_can_be_changed()
    {
        var told = await ToldAsync(await neighbours.SharedAsync());
        await GiveAsync(neighbours.Fiona, told, V1.ThemeAbout.Helped, 2, "family_and_friends");
        await GiveAsync(neighbours.Ruth, told, V1.ThemeAbout.Hindered, 1, "waiting", "hard_to_reach");
        await GiveAsync(neighbours.Ruth, told, V1.ThemeAbout.Helped, 2, "own_strengths");

        var read = await ReadAsync(neighbours.Fiona, told);

        Assert.Equal(
            [(V1.ThemeAbout.Helped, 2, "own_strengths"), (V1.ThemeAbout.Hindered, 1, "waiting hard_to_reach")],
            read.Outcomes[0].Themes.Select(Said));
        Assert.Equal("waiting, or being passed on", read.Outcomes[0].Themes[1].Themes[0].Words);
        Assert.Equal((told.Outcomes[0].Helped, told.Outcomes[0].Hindered),
            (read.Outcomes[0].Helped, read.Outcomes[0].Hindered));
        Assert.Equal(read.Outcomes, (await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = told.PersonId, OutcomeId = told.Outcomes[0].OutcomeId })).Progress);

        await GiveAsync(neighbours.Fiona, told, V1.ThemeAbout.Helped, 2);
        Assert.Equal([V1.ThemeAbout.Hindered],
            (await ReadAsync(neighbours.Ruth, told)).Outcomes[0].Themes.Select(t => t.About));
    }

    [Fact]
    public async Task What_nobody_intended_gets_themes_of_its_own_list_in_both_directions()
    {
        var told = await ToldAsync(await neighbours.SharedAsync());
        await GiveAsync(neighbours.Fiona, told, V1.ThemeAbout.UnintendedGood, 1, "unintended_family");
        await GiveAsync(neighbours.Fiona, told, V1.ThemeAbout.UnintendedBad, 1, "unintended_money");

        var listed = Assert.Single((await neighbours.Ruth.Review.ListReviewsAsync(
            new() { PersonId = told.PersonId })).Reviews);

        Assert.Equal(
            [
                (V1.ThemeAbout.UnintendedGood, 1, "unintended_family"),
                (V1.ThemeAbout.UnintendedBad, 1, "unintended_money"),
            ],
            listed.Themes.Select(Said));
        Assert.Empty(listed.Outcomes[0].Themes);
    }

    [Fact]
    public async Task What_others_are_told_is_codes_and_never_the_words()
    {
        var told = await ToldAsync(await neighbours.SharedAsync());
        await GiveAsync(neighbours.Fiona, told, V1.ThemeAbout.Helped, 1, "listened_to");

        var database = neighbours.Platform.Services("review").GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own("Asked", neighbours.Platform.Time));
        var happened = Assert.Single(await work.ManyAsync<string>(
            "SELECT EventJson FROM Journal WHERE Stream = @stream AND Type = 'ThemesGiven'",
            new { stream = Guid.Parse(told.PersonId) }));

        Assert.Contains("\"about\":\"helped\"", happened);
        Assert.Contains("\"codes\":[\"listened_to\"]", happened);
        Assert.DoesNotContain("letter", happened);
    }

    public static TheoryData<string, string, Action<GiveThemesRequest>> Refusals => new()
    {
        { "CODE_MISSING", "about", r => r.About = 0 },
        { "CODE_UNKNOWN", "about", r => r.About = (V1.ThemeAbout)9 },
        { "PLACE_MISSING", "place", r => r.Place = 0 },
        { "CODE_UNKNOWN", "codes[1]", r => r.Codes.Add("luck") },
        { "CODE_UNKNOWN", "codes[0]", r => r.Codes[0] = "waiting" },
        { "TOO_MANY", "codes", r => r.Codes.Add(Enumerable.Repeat("respect", 10)) },
        { "ID_MISSING", "outcome_id", r => r.OutcomeId = "" },
        {
            "NOT_OF_AN_OUTCOME", "outcome_id", r =>
            {
                r.About = V1.ThemeAbout.UnintendedBad;
                r.Codes[0] = "unintended_money";
            }
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_no_theme_is_given(
        string reason, string field, Action<GiveThemesRequest> change)
    {
        var told = await ToldAsync(await neighbours.RegisterAsync());
        var request = Themes(told, V1.ThemeAbout.Helped, 1, "listened_to");
        change(request);

        await neighbours.Fiona.Review.GiveThemesAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Equal(told, await ReadAsync(neighbours.Fiona, told));
    }

    [Fact]
    public async Task Words_that_are_not_there_get_no_theme()
    {
        var told = await ToldAsync(await neighbours.RegisterAsync());
        await neighbours.Fiona.Review.GiveThemesAsync(Themes(told, V1.ThemeAbout.Helped, 3, "listened_to"))
            .RefusedAsync(StatusCode.FailedPrecondition, "NO_SUCH_WORDS", "place");

        var without = await neighbours.Fiona.Review.RecordReviewAsync(
            Valid.Review(told.PersonId, await Valid.OutcomeAsync(neighbours.Fiona, told.PersonId)));
        var other = Themes(told, V1.ThemeAbout.Helped, 1, "listened_to");
        other.OutcomeId = without.Review.Outcomes[0].OutcomeId;
        await neighbours.Fiona.Review.GiveThemesAsync(other).NotFoundAsync();
    }

    [Fact]
    public async Task Where_the_words_are_not_there_for_somebody_neither_are_the_themes()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await ToldAsync(personId, withheldOutcome: true);
        await GiveAsync(neighbours.Fiona, hidden, V1.ThemeAbout.Helped, 1, "listened_to");

        Assert.Empty((await ReadAsync(neighbours.Ruth, hidden)).Outcomes);
        var known = await neighbours.Ruth.Review.GiveThemesAsync(
            Themes(hidden, V1.ThemeAbout.Helped, 1, "respect")).NotFoundAsync();
        hidden.Outcomes[0].OutcomeId = Guid.NewGuid().ToString();
        var unknown = await neighbours.Ruth.Review.GiveThemesAsync(
            Themes(hidden, V1.ThemeAbout.Helped, 1, "respect")).NotFoundAsync();
        Assert.Equal(unknown.Bytes, known.Bytes);
        await neighbours.Nadia.Review.GiveThemesAsync(Themes(hidden, V1.ThemeAbout.Helped, 1, "respect"))
            .NotFoundAsync();
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_the_themes_go_with_their_review()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var told = await ToldAsync(wrong);
        var request = Themes(told, V1.ThemeAbout.Helped, 1, "listened_to");
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };
        var first = await neighbours.Fiona.Review.GiveThemesAsync(request, id);
        Assert.Equal(first, await neighbours.Fiona.Review.GiveThemesAsync(request, id));
        Assert.Equal(["ReviewRecorded", "ThemesGiven"], await neighbours.JournalAsync("review", wrong));

        await neighbours.Fiona.Entries("plan").MoveItemAsync(
            new() { PersonId = wrong, ItemId = told.Outcomes[0].OutcomeId, ToPersonId = right });
        var moved = await neighbours.Fiona.Entries("review").MoveItemAsync(
            new() { PersonId = wrong, ItemId = told.ReviewId, ToPersonId = right });

        var there = (await neighbours.Ruth.Review.GetReviewAsync(
            new() { PersonId = right, ReviewId = moved.ItemId })).Review;
        Assert.Equal(first.Themed, Assert.Single(there.Outcomes[0].Themes));
        Assert.Equal(["ReviewRecorded", "ThemesGiven", "EnteredInError", "EnteredInError"],
            await neighbours.JournalAsync("review", wrong));
    }

    private async Task<V1.Review> ToldAsync(string personId, bool withheldOutcome = false)
    {
        var outcomeId = await Valid.OutcomeAsync(
            neighbours.Fiona, personId, withheldOutcome ? [neighbours.SocialWork] : []);
        var request = Valid.Review(personId, outcomeId);
        request.Outcomes[0].Helped.Add(["The letter that we wrote together.", "My sister drove."]);
        request.Outcomes[0].Hindered.Add("Forty minutes on hold.");
        request.UnintendedGood.Add("His wife sleeps again.");
        request.UnintendedBad.Add("He missed a shift for the appointment.");
        return (await neighbours.Fiona.Review.RecordReviewAsync(request)).Review;
    }

    private async Task GiveAsync(Caller by, V1.Review told, V1.ThemeAbout about, int place, params string[] codes)
    {
        neighbours.Later();
        await by.Review.GiveThemesAsync(Themes(told, about, place, codes));
    }

    private static GiveThemesRequest Themes(
        V1.Review told, V1.ThemeAbout about, int place, params string[] codes) => new()
    {
        PersonId = told.PersonId,
        ReviewId = told.ReviewId,
        OutcomeId = about is V1.ThemeAbout.Helped or V1.ThemeAbout.Hindered ? told.Outcomes[0].OutcomeId : "",
        About = about,
        Place = place,
        Codes = { codes },
    };

    private static async Task<V1.Review> ReadAsync(Caller by, V1.Review told) => (await by.Review.GetReviewAsync(
        new() { PersonId = told.PersonId, ReviewId = told.ReviewId })).Review;

    private static (V1.ThemeAbout, int, string) Said(Themed themed) =>
        (themed.About, themed.Place, string.Join(' ', themed.Themes.Select(t => t.Code)));
}
