using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class RankOutcomesTests(Neighbours neighbours)
{
    [Fact]
    public async Task R09_By_their_own_sign_in_the_person_says_what_matters_most_and_what_is_critical()
    {
        var personId = await neighbours.CallumsAsync();
        var before = InForce(await neighbours.Callum.PlanAsync(personId)).Length;
        var (money, stairs, choir) = await ThreeAsync(personId);
        var request = new RankOutcomesRequest
        {
            PersonId = personId,
            OutcomeIds = { choir.OutcomeId, money.OutcomeId },
            CriticalIds = { money.OutcomeId },
        };

        var ranked = await neighbours.Callum.Plan.RankOutcomesAsync(request);

        Assert.Equal([choir.OutcomeId, money.OutcomeId], ranked.OutcomeIds.Take(2));
        Assert.Equal((before + 3, stairs.OutcomeId), (ranked.OutcomeIds.Count, ranked.OutcomeIds[^1]));
        Assert.Equal([money.OutcomeId], ranked.CriticalIds);
        Assert.Equal((true, Writer.Person), (ranked.Ranked.Voice.IsPersonsVoice, ranked.Ranked.Voice.WrittenBy));
        var plan = await neighbours.Callum.PlanAsync(personId);
        Assert.Equal(ranked.OutcomeIds, InForce(plan));
        Assert.Equal([money.OutcomeId], plan.Outcomes.Where(o => o.Critical).Select(o => o.OutcomeId));
        Assert.Equal(ranked.Ranked, plan.Ranked);
        Assert.True((await neighbours.Callum.ReadAsync(money)).Outcome.Critical);
        Assert.False((await neighbours.Callum.ReadAsync(choir)).Outcome.Critical);
        await neighbours.Callum.Plan.RankOutcomesAsync(new(request) { Voice = Valid.Spoken(Speaker.Practitioner) })
            .RefusedAsync(StatusCode.InvalidArgument, "NOT_YOUR_VOICE", "voice.said_by");
    }

    [Fact]
    public async Task R09_A_practitioner_writes_down_the_order_in_which_the_person_says_it_and_the_newest_counts()
    {
        var personId = await neighbours.RegisterAsync();
        var (money, stairs, choir) = await ThreeAsync(personId);
        await RankAsync(neighbours.Fiona, [stairs], choir, stairs);
        neighbours.Later();
        var then = neighbours.Now();
        var asItWas = await neighbours.Fiona.PlanAsync(personId);
        neighbours.Later();

        var ranked = await RankAsync(neighbours.Fiona, [], money);

        Assert.Equal(Ids(money, choir, stairs), ranked.OutcomeIds);
        Assert.Equal((Speaker.Person, Writer.Practitioner, true),
            (ranked.Ranked.Voice.SaidBy, ranked.Ranked.Voice.WrittenBy, ranked.Ranked.Voice.IsPersonsVoice));
        Assert.Equal(Ids(money, choir, stairs), InForce(await neighbours.Fiona.PlanAsync(personId)));
        Assert.DoesNotContain((await neighbours.Fiona.PlanAsync(personId)).Outcomes, o => o.Critical);
        Assert.Equal(Ids(choir, stairs, money), InForce(asItWas));
        Assert.Equal(asItWas, await neighbours.Fiona.PlanAsync(personId, then));
        Assert.Equal(2, (await neighbours.JournalAsync(personId)).Count(t => t == "OutcomesRanked"));
    }

    [Fact]
    public async Task R09_What_is_said_later_comes_after_and_a_new_statement_keeps_its_place_and_its_etag()
    {
        var personId = await neighbours.RegisterAsync();
        var (money, stairs, choir) = await ThreeAsync(personId);
        await RankAsync(neighbours.Fiona, [stairs], choir, stairs, money);
        var later = await neighbours.ProposeAsync(personId);
        var anew = (await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(choir))).Outcome;
        await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(stairs));

        var plan = await neighbours.Fiona.PlanAsync(personId);

        Assert.Equal(Ids(choir, money, later, stairs), plan.Outcomes.Select(o => o.OutcomeId));
        Assert.DoesNotContain(plan.Outcomes, o => o.Critical);
        Assert.Equal(anew.Etag, plan.Outcomes[0].Etag);
        Assert.Equal(money.Etag, plan.Outcomes[1].Etag);
    }

    [Fact]
    public async Task R09_Whoever_acts_for_the_person_puts_them_in_order_as_themselves()
    {
        var personId = await neighbours.RegisterAsync();
        var (money, stairs, choir) = await ThreeAsync(personId);
        var catriona = await neighbours.RepresentedAsync(personId);

        var ranked = await catriona.Plan.RankOutcomesAsync(
            new() { PersonId = personId, OutcomeIds = { Ids(choir, stairs) } });

        Assert.Equal(Ids(choir, stairs, money), InForce(await neighbours.Fiona.PlanAsync(personId)));
        Assert.Equal((Speaker.Representative, Writer.Representative, false),
            (ranked.Ranked.Voice.SaidBy, ranked.Ranked.Voice.WrittenBy, ranked.Ranked.Voice.IsPersonsVoice));
        Assert.True((await RankAsync(neighbours.Fiona, [], Valid.Spoken(Speaker.Representative), money))
            .OutcomeIds[0] == money.OutcomeId);
    }

    [Fact]
    public async Task R10_Every_agency_sees_the_same_order_as_far_as_it_may_see()
    {
        var personId = await neighbours.SharedAsync();
        var (money, stairs, choir) = await ThreeAsync(personId);
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);

        await RankAsync(neighbours.Fiona, [hidden, choir], choir, hidden, stairs, money);

        var (fionas, ruths) = (await neighbours.Fiona.PlanAsync(personId), await neighbours.Ruth.PlanAsync(personId));
        Assert.Equal(Ids(choir, hidden, stairs, money), InForce(fionas));
        Assert.Equal(Ids(choir, stairs, money), InForce(ruths));
        Assert.Equal(Ids(choir), ruths.Outcomes.Where(o => o.Critical).Select(o => o.OutcomeId));
        Assert.Equal(fionas.Ranked, ruths.Ranked);
    }

    [Fact]
    public async Task R10_Ranked_by_who_does_not_see_it_an_outcome_keeps_its_place_and_stays_critical()
    {
        var personId = await neighbours.SharedAsync();
        var (money, stairs, choir) = await ThreeAsync(personId);
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var last = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        await RankAsync(neighbours.Fiona, [hidden], money, hidden, stairs, choir);

        var ruths = await RankAsync(neighbours.Ruth, [stairs], choir, stairs, money);

        Assert.Equal(Ids(choir, stairs, money), ruths.OutcomeIds);
        Assert.Equal(Ids(stairs), ruths.CriticalIds);
        Assert.Equal(Ids(choir, stairs, money), InForce(await neighbours.Ruth.PlanAsync(personId)));
        var fionas = await neighbours.Fiona.PlanAsync(personId);
        Assert.Equal(Ids(choir, hidden, stairs, money, last), InForce(fionas));
        Assert.Equal(Ids(hidden, stairs), fionas.Outcomes.Where(o => o.Critical).Select(o => o.OutcomeId));
    }

    [Fact]
    public async Task R10_Never_ranked_and_hidden_from_who_ranks_an_outcome_keeps_its_place_too()
    {
        var personId = await neighbours.SharedAsync();
        var first = await neighbours.ProposeAsync(personId);
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var second = await neighbours.ProposeAsync(personId);

        await RankAsync(neighbours.Ruth, [], second, first);

        Assert.Equal(Ids(second, hidden, first), InForce(await neighbours.Fiona.PlanAsync(personId)));
    }

    [Fact]
    public async Task R10_Of_an_order_of_what_is_hidden_nothing_is_said()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.ProposeAsync(personId);
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var before = await neighbours.Ruth.PlanAsync(personId);

        await RankAsync(neighbours.Fiona, [hidden], hidden);

        Assert.Equal(before, await neighbours.Ruth.PlanAsync(personId));
        Assert.NotNull((await neighbours.Fiona.PlanAsync(personId)).Ranked);
    }

    [Fact]
    public async Task R10_A_team_whose_involvement_is_a_secret_gives_others_no_order_that_would_tell_of_it()
    {
        var personId = await neighbours.SharedAsync();
        var (money, stairs, _) = await ThreeAsync(personId);
        var involved = await neighbours.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId });
        await neighbours.Ruth.Protection.MakePrivateAsync(new()
        {
            PersonId = personId,
            InvolvementId = involved.Involvements.Single(i => i.Team.TeamId == neighbours.SocialWork).InvolvementId,
            Reason = "He must not know where she is.",
        });
        neighbours.Later();
        await neighbours.LevelAsync("sharing");

        await neighbours.Ruth.Plan.RankOutcomesAsync(Valid.Ranking(stairs, money))
            .RefusedAsync(StatusCode.FailedPrecondition, "KEPT_SECRET");
        await neighbours.Fiona.Plan.RankOutcomesAsync(Valid.Ranking(stairs, money));
    }

    [Fact]
    public async Task R10_What_a_team_wrote_down_before_it_became_a_secret_is_still_the_persons_order()
    {
        var personId = await neighbours.SharedAsync();
        var (money, stairs, _) = await ThreeAsync(personId);
        await neighbours.Ruth.Plan.RankOutcomesAsync(Valid.Ranking(stairs, money));
        var before = await neighbours.Fiona.PlanAsync(personId);
        var involved = await neighbours.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId });
        await neighbours.Ruth.Protection.MakePrivateAsync(new()
        {
            PersonId = personId,
            InvolvementId = involved.Involvements.Single(i => i.Team.TeamId == neighbours.SocialWork).InvolvementId,
            Reason = "He must not know where she is.",
        });
        neighbours.Later();
        await neighbours.LevelAsync("sharing");

        Assert.Equal(before.Outcomes.Select(o => o.OutcomeId),
            (await neighbours.Fiona.PlanAsync(personId)).Outcomes.Select(o => o.OutcomeId));
        await neighbours.Fiona.Plan.RankOutcomesAsync(Valid.Ranking(money, stairs));
        Assert.Equal(money.OutcomeId, (await neighbours.Ruth.PlanAsync(personId)).Outcomes[0].OutcomeId);
    }

    public static TheoryData<Speaker, string, string> NotThePersons => new()
    {
        { Speaker.Practitioner, "", "spoken" },
        { Speaker.Family, "his wife Ann", "spoken" },
        { Speaker.Other, "a friend", "spoken" },
        { Speaker.Person, "", "observed" },
    };

    [Theory]
    [MemberData(nameof(NotThePersons))]
    public async Task R09_An_order_that_the_person_did_not_say_is_refused(Speaker by, string name, string how)
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var request = Valid.Ranking(outcome);
        request.Voice = new() { SaidBy = by, SaidByName = name, How = { how } };

        await neighbours.Fiona.Plan.RankOutcomesAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice");

        Assert.DoesNotContain("OutcomesRanked", await neighbours.JournalAsync(outcome.PersonId));
    }

    public static TheoryData<string, string, Action<RankOutcomesRequest>> Refusals => new()
    {
        { "ID_MISSING", "outcome_ids", r => r.OutcomeIds.Clear() },
        { "ID_MISSING", "outcome_ids", r => r.OutcomeIds.Add("") },
        { "ID_MALFORMED", "outcome_ids", r => r.OutcomeIds.Add("the choir") },
        { "OUTCOME_TWICE", "outcome_ids", r => r.OutcomeIds.Add(r.OutcomeIds[0]) },
        { "TOO_MANY", "outcome_ids",
            r => r.OutcomeIds.Add(Enumerable.Range(0, 50).Select(_ => Guid.NewGuid().ToString())) },
        { "NOT_RANKED", "critical_ids", r => r.CriticalIds.Add(Guid.NewGuid().ToString()) },
        { "ID_MALFORMED", "critical_ids", r => r.CriticalIds.Add("the choir") },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "ID_MISSING", "person_id", r => r.PersonId = "" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<RankOutcomesRequest> change)
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var request = Valid.Ranking(outcome);
        change(request);

        await neighbours.Fiona.Plan.RankOutcomesAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.DoesNotContain("OutcomesRanked", await neighbours.JournalAsync(outcome.PersonId));
    }

    [Fact]
    public async Task What_is_hidden_somebody_elses_or_nothing_at_all_is_not_found_and_what_was_set_aside_is_refused()
    {
        var personId = await neighbours.SharedAsync();
        var (money, stairs, _) = await ThreeAsync(personId);
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var elses = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        foreach (var id in new[] { hidden.OutcomeId, elses.OutcomeId, Guid.NewGuid().ToString() })
        {
            var request = Valid.Ranking(money);
            request.OutcomeIds.Add(id);
            await neighbours.Ruth.Plan.RankOutcomesAsync(request).NotFoundAsync();
        }
        await neighbours.Nadia.Plan.RankOutcomesAsync(Valid.Ranking(money)).NotFoundAsync();

        await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(stairs));
        await neighbours.Ruth.Plan.RankOutcomesAsync(Valid.Ranking(money, stairs))
            .RefusedAsync(StatusCode.FailedPrecondition, "SET_ASIDE", "outcome_ids");
        Assert.DoesNotContain("OutcomesRanked", await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var (money, stairs, choir) = await ThreeAsync(await neighbours.RegisterAsync());
        var (request, id) = (Valid.Ranking(choir, money), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.RankOutcomesAsync(request, id);
        var again = await neighbours.Fiona.Plan.RankOutcomesAsync(request, id);
        request.CriticalIds.Add(money.OutcomeId);
        await neighbours.Fiona.Plan.RankOutcomesAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Equal(Ids(choir, money, stairs), again.OutcomeIds);
        Assert.Single(await neighbours.JournalAsync(money.PersonId), "OutcomesRanked");
    }

    private async Task<(V1.Outcome, V1.Outcome, V1.Outcome)> ThreeAsync(string personId) => (
        await neighbours.ProposeAsync(personId), await neighbours.ProposeAsync(personId),
        await neighbours.ProposeAsync(personId));

    private static Task<RankOutcomesResponse> RankAsync(
        Caller by, V1.Outcome[] critical, params V1.Outcome[] outcomes) =>
        RankAsync(by, critical, Valid.Spoken(), outcomes);

    private static async Task<RankOutcomesResponse> RankAsync(
        Caller by, V1.Outcome[] critical, Voice voice, params V1.Outcome[] outcomes) =>
        await by.Plan.RankOutcomesAsync(
            new(Valid.Ranking(outcomes)) { Voice = voice, CriticalIds = { Ids(critical) } });

    private static string[] Ids(params V1.Outcome[] outcomes) => [.. outcomes.Select(o => o.OutcomeId)];

    private static string[] InForce(GetPlanResponse plan) =>
        [.. plan.Outcomes.Where(o => o.State != V1.OutcomeState.SetAside).Select(o => o.OutcomeId)];
}
