using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class ContributionBalanceTests(Neighbours neighbours)
{
    [Fact]
    public async Task R07_Each_outcome_says_how_much_the_person_family_community_others_and_teams_do()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var another = await neighbours.ProposeAsync(outcome.PersonId);
        V1.Party[] parties = [V1.Party.Person, V1.Party.Family, V1.Party.Family, V1.Party.Family,
            V1.Party.Community, V1.Party.Other, V1.Party.Team, V1.Party.Team, V1.Party.Team];
        foreach (var party in parties)
        {
            await AddAsync(outcome, party);
        }
        await neighbours.Fiona.Plan.FinishStepAsync(Valid.Finish(await AddAsync(outcome, V1.Party.Community)));
        await AddAsync(another, V1.Party.Family);
        await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(outcome.PersonId));

        var shown = await BalanceAsync(neighbours.Fiona, outcome);

        Assert.Equal((1, 3, 2, 1, 3), (shown.Person, shown.Family, shown.Community, shown.Others, shown.Teams));
        Assert.Contains("done or not", shown.Counted);
        Assert.Equal(shown, (await neighbours.Fiona.ReadAsync(outcome)).Outcome.Balance);
        Assert.Equal(1, (await BalanceAsync(neighbours.Fiona, another)).Family);
    }

    [Fact]
    public async Task R07_Who_may_not_see_a_step_has_it_in_no_figure()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        await AddAsync(outcome, V1.Party.Team);
        await AddAsync(outcome, V1.Party.Family, neighbours.SocialWork);

        Assert.Equal((1, 1), Of(await BalanceAsync(neighbours.Fiona, outcome)));
        Assert.Equal((0, 1), Of(await BalanceAsync(neighbours.Ruth, outcome)));
        Assert.Equal((0, 1), Of((await neighbours.Ruth.ReadAsync(outcome)).Outcome.Balance));

        static (int, int) Of(V1.ContributionBalance balance) => (balance.Family, balance.Teams);
    }

    [Fact]
    public async Task R07_The_figures_are_those_of_the_time_asked_for_and_what_was_taken_back_is_in_none()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        await AddAsync(outcome, V1.Party.Family);
        neighbours.Later();
        var then = neighbours.Now();
        neighbours.Later();
        var mistake = await AddAsync(outcome, V1.Party.Person);
        Assert.Equal(1, (await BalanceAsync(neighbours.Fiona, outcome)).Person);

        var before = (await neighbours.Fiona.PlanAsync(outcome.PersonId, then)).Outcomes.Single().Balance;
        Assert.Equal((1, 0), (before.Family, before.Person));
        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(new()
        {
            PersonId = outcome.PersonId,
            ItemId = mistake.StepId,
            Reason = Access.V1.MistakeReason.WrongRecord,
        });
        Assert.Equal(before, await BalanceAsync(neighbours.Fiona, outcome));
    }

    [Fact]
    public async Task R08_A_plan_in_which_only_services_do_anything_says_so_unless_the_person_wants_it()
    {
        var personId = await neighbours.RegisterAsync();
        var (theirs, wanted, shared, bare) = (await neighbours.ProposeAsync(personId),
            await neighbours.ProposeAsync(personId), await neighbours.ProposeAsync(personId),
            await neighbours.ProposeAsync(personId));
        await AddAsync(theirs, V1.Party.Team, by: Valid.Spoken(Speaker.Practitioner));
        await AddAsync(theirs, V1.Party.Team, by: Valid.Spoken(Speaker.Family, "Ann"));
        await AddAsync(theirs, V1.Party.Team,
            by: new() { SaidBy = Speaker.Person, How = { "observed" } });
        await AddAsync(wanted, V1.Party.Team);
        await AddAsync(shared, V1.Party.Team, by: Valid.Spoken(Speaker.Practitioner));
        await AddAsync(shared, V1.Party.Community, by: Valid.Spoken(Speaker.Practitioner));

        var plan = (await neighbours.Fiona.PlanAsync(personId)).Outcomes.ToDictionary(o => o.OutcomeId);

        Assert.True(plan[theirs.OutcomeId].Balance.OnlyServices);
        Assert.False(plan[wanted.OutcomeId].Balance.OnlyServices);
        Assert.False(plan[shared.OutcomeId].Balance.OnlyServices);
        Assert.Null(plan[bare.OutcomeId].Balance);
        await AddAsync(theirs, V1.Party.Team);
        Assert.False((await BalanceAsync(neighbours.Fiona, theirs)).OnlyServices);
    }

    [Fact]
    public async Task R08_It_is_said_of_the_steps_that_the_caller_sees_and_makes_no_etag_stale()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        await AddAsync(outcome, V1.Party.Team, by: Valid.Spoken(Speaker.Practitioner));
        await AddAsync(outcome, V1.Party.Person, neighbours.SocialWork);

        Assert.True((await BalanceAsync(neighbours.Ruth, outcome)).OnlyServices);
        Assert.False((await BalanceAsync(neighbours.Fiona, outcome)).OnlyServices);
        Assert.Equal(outcome.Etag, (await neighbours.Ruth.ReadAsync(outcome)).Outcome.Etag);
        await neighbours.Ruth.Plan.AgreeOutcomeAsync(Valid.Agree(outcome));
    }

    private async Task<V1.Step> AddAsync(
        V1.Outcome outcome, V1.Party party, string withheldFrom = "", Voice? by = null)
    {
        var request = Valid.Step(outcome.PersonId, outcome.OutcomeId);
        (request.Party, request.Who, request.Voice) = (party, "whoever is in", by ?? request.Voice);
        if (withheldFrom.Length > 0)
        {
            request.WithheldFrom.Add(withheldFrom);
        }
        return (await neighbours.Fiona.Plan.AddStepAsync(request)).Step;
    }

    private static async Task<V1.ContributionBalance> BalanceAsync(Caller caller, V1.Outcome outcome) =>
        (await caller.PlanAsync(outcome.PersonId)).Outcomes.Single(o => o.OutcomeId == outcome.OutcomeId).Balance;
}
