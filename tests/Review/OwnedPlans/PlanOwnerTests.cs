using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>Only a team that says it owns the personal plan owes a look at it.</summary>
[Collection(nameof(Together))]
public sealed class PlanOwnerTests(Neighbours neighbours)
{
    private const string Rule = "ssi_2011_210_reg_5";

    [Fact]
    public async Task R22_A_team_without_the_personal_plan_checks_in_and_owes_nothing()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(Owns(personId, DaysAgo(10)));
        await neighbours.Ruth.Review.RecordCheckInAsync(new()
        {
            PersonId = personId,
            HappenedOn = neighbours.Today,
            Said = new() { Words = "The form is in.", Voice = Valid.Spoken() },
        });

        Assert.Empty(await OfAsync(neighbours.Ruth, neighbours.SocialWork, personId));
        var due = Assert.Single(await OfAsync(neighbours.Fiona, neighbours.StomaCare, personId));
        Assert.Equal((DaysAgo(10 - 28), false, "", Rule),
            (due.DueOn, due.Overdue, due.ReviewedOn, due.Plan.Rule.Code));
        await neighbours.Ruth.PlanOwner.ListDueAsync(new() { TeamId = neighbours.StomaCare }).NotFoundAsync();
    }

    [Fact]
    public async Task What_is_overdue_comes_first_and_only_a_review_in_which_the_team_took_part_moves_it()
    {
        var (late, early) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(Owns(early, DaysAgo(1)));
        await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(Owns(late, DaysAgo(40)));
        var before = Valid.Review(late, await Valid.OutcomeAsync(neighbours.Fiona, late));
        before.HappenedOn = DaysAgo(41);
        await neighbours.Fiona.Review.RecordReviewAsync(before);
        before.HappenedOn = DaysAgo(3);
        await neighbours.Ruth.Review.RecordReviewAsync(before);

        Assert.Equal([(late, DaysAgo(12), true), (early, DaysAgo(-27), false)], Said(await OfAsync(late, early)));

        before.TeamIds.Add(neighbours.StomaCare);
        await neighbours.Ruth.Review.RecordReviewAsync(before);

        var after = await OfAsync(late, early);
        var next = Day(DaysAgo(3)).AddMonths(6).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal([(early, DaysAgo(-27), false), (late, next, false)], Said(after));
        Assert.Equal(DaysAgo(3), after[1].ReviewedOn);
    }

    [Fact]
    public async Task Nothing_is_due_to_somebody_who_died_or_whom_the_team_no_longer_supports_or_once_it_is_given_up()
    {
        var (died, left, given) = (await neighbours.SharedAsync(), await neighbours.SharedAsync(),
            await neighbours.SharedAsync());
        foreach (var personId in new[] { died, left, given })
        {
            await neighbours.Ruth.PlanOwner.SayOwnsPlanAsync(Owns(personId, DaysAgo(40)));
        }
        Assert.Equal(3, (await OfRuthsAsync()).Count);

        await neighbours.DiesAsync(died, "review");
        await EndAsync(left);
        await neighbours.Ruth.PlanOwner.GiveUpPlanAsync(new() { PersonId = given, Reason = "The nurses do it now." });
        Assert.Empty(await OfRuthsAsync());

        await neighbours.ReverseDeathAsync(died);
        await neighbours.LevelAsync("review", "person");
        Assert.Equal([died], (await OfRuthsAsync()).Select(d => d.Plan.PersonId));

        async Task<List<Due>> OfRuthsAsync() =>
            [.. (await DueAsync(neighbours.Ruth, neighbours.SocialWork)).Where(
                d => d.Plan.PersonId == died || d.Plan.PersonId == left || d.Plan.PersonId == given)];
    }

    [Fact]
    public async Task It_is_given_up_and_said_again_and_the_same_request_is_done_once()
    {
        var personId = await neighbours.RegisterAsync();
        var (says, id) = (Owns(personId, DaysAgo(1)), new Metadata { { "po-request-id", Guid.NewGuid().ToString() } });
        var first = await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(says, id);
        Assert.Equal(first, await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(says, id));
        await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(says)
            .RefusedAsync(StatusCode.FailedPrecondition, "OWNED_ALREADY", "person_id");

        var gives = new GiveUpPlanRequest { PersonId = personId };
        var given = await neighbours.Fiona.PlanOwner.GiveUpPlanAsync(gives, id);
        Assert.Equal(given, await neighbours.Fiona.PlanOwner.GiveUpPlanAsync(gives, id));
        Assert.Equal(first.Plan, given.Plan);
        await neighbours.Fiona.PlanOwner.GiveUpPlanAsync(gives)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_OWNED", "person_id");

        await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(says);
        Assert.Equal(["PlanOwned", "PlanGivenUp", "PlanOwned"], await neighbours.JournalAsync("review", personId));
    }

    [Fact]
    public async Task What_others_are_told_is_the_rule_and_no_day()
    {
        var personId = await neighbours.RegisterAsync();
        await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(Owns(personId, DaysAgo(40)));
        await neighbours.Fiona.PlanOwner.GiveUpPlanAsync(new() { PersonId = personId, Reason = "Too late." });

        var database = neighbours.Platform.Services("review").GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own("Asked", neighbours.Platform.Time));
        var told = await work.ManyAsync<string>(
            "SELECT EventJson FROM Journal WHERE Stream = @stream ORDER BY Position",
            new { stream = Guid.Parse(personId) });

        Assert.Matches(
            """^{"ownedPlanId":"[-0-9a-f]+","personId":"[-0-9a-f]+","rule":"ssi_2011_210_reg_5"}$""", told[0]);
        Assert.Matches("""^{"ownedPlanId":"[-0-9a-f]+","personId":"[-0-9a-f]+"}$""", told[1]);
    }

    public static TheoryData<string, string, Action<SayOwnsPlanRequest>> Refusals => new()
    {
        { "CODE_MISSING", "rule", r => r.Rule = "" },
        { "CODE_UNKNOWN", "rule", r => r.Rule = "whenever" },
        { "DAY_MISSING", "started_on", r => r.StartedOn = "" },
        { "DAY_IN_FUTURE", "started_on", r => r.StartedOn = "2999-01-01" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_owned(
        string reason, string field, Action<SayOwnsPlanRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var request = Owns(personId, DaysAgo(1));
        change(request);

        await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty(await OfAsync(neighbours.Fiona, neighbours.StomaCare, personId));
    }

    [Fact]
    public async Task Nobody_owns_the_plan_of_somebody_who_died_or_whom_they_do_not_support()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.Nadia.PlanOwner.SayOwnsPlanAsync(Owns(personId, DaysAgo(1))).NotFoundAsync();
        await neighbours.Nadia.PlanOwner.GiveUpPlanAsync(new() { PersonId = personId }).NotFoundAsync();
        await neighbours.DiesAsync(personId, "review");

        await neighbours.Fiona.PlanOwner.SayOwnsPlanAsync(Owns(personId, DaysAgo(1)))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
    }

    [Fact]
    public async Task It_is_read_page_by_page()
    {
        foreach (var days in new[] { 1, 2, 3 })
        {
            await neighbours.Ruth.PlanOwner.SayOwnsPlanAsync(Owns(await neighbours.SharedAsync(), DaysAgo(days)));
        }
        var whole = await DueAsync(neighbours.Ruth, neighbours.SocialWork);

        var (paged, token) = (new List<Due>(), "");
        do
        {
            var page = await neighbours.Ruth.PlanOwner.ListDueAsync(
                new() { TeamId = neighbours.SocialWork, PageSize = 2, PageToken = token });
            paged.AddRange(page.Due);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.InRange(whole.Count, 3, 200);
        Assert.Equal(whole, paged);
        Assert.Equal(whole.Select(d => d.DueOn).Order(StringComparer.Ordinal), whole.Select(d => d.DueOn));
    }

    private SayOwnsPlanRequest Owns(string personId, string startedOn) =>
        new() { PersonId = personId, Rule = Rule, StartedOn = startedOn };

    private string DaysAgo(int days) =>
        Day(neighbours.Today).AddDays(-days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<(string, string, bool)> Said(IEnumerable<Due> due) =>
        due.Select(d => (d.Plan.PersonId, d.DueOn, d.Overdue));

    private static async Task<List<Due>> DueAsync(Caller caller, string teamId) =>
        [.. (await caller.PlanOwner.ListDueAsync(new() { TeamId = teamId, PageSize = 200 }, Neighbours.Newest)).Due];

    private static async Task<List<Due>> OfAsync(Caller caller, string teamId, string personId) =>
        [.. (await DueAsync(caller, teamId)).Where(d => d.Plan.PersonId == personId)];

    private async Task<List<Due>> OfAsync(string one, string other) =>
        [.. (await DueAsync(neighbours.Fiona, neighbours.StomaCare)).Where(
            d => d.Plan.PersonId == one || d.Plan.PersonId == other)];

    private async Task EndAsync(string personId)
    {
        var own = (await neighbours.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements
            .Single(i => i.Team.TeamId == neighbours.SocialWork);
        await neighbours.Ruth.Sharing.EndInvolvementAsync(
            new() { PersonId = personId, InvolvementId = own.InvolvementId, Reason = "Others look after it." });
        neighbours.Later();
        await neighbours.LevelAsync("review", "sharing");
    }
}
