using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class HandOverTests(Neighbours neighbours)
{
    [Fact]
    public async Task What_a_team_has_in_hand_is_listed_before_it_ends_and_after_for_those_who_remain()
    {
        var (personId, outcome, step) = await InHandAsync();

        var before = await ListAsync(neighbours.Ruth, personId);
        Assert.Equal([step.StepId, outcome.OutcomeId], before.Select(Id));
        Assert.False(before[0].Step.WithoutAnyone);
        Assert.False(before[1].Outcome.Lead.WithoutAnyone);
        Assert.Equal(before, await ListAsync(neighbours.Fiona, personId));

        await EndAsync(personId);
        var after = await ListAsync(neighbours.Ruth, personId);

        Assert.Equal([step.StepId, outcome.OutcomeId], after.Select(Id));
        Assert.True(after[0].Step.WithoutAnyone);
        Assert.True(after[1].Outcome.Lead.WithoutAnyone);
        var plan = await neighbours.Ruth.Plan.GetPlanAsync(new() { PersonId = personId });
        Assert.True(plan.Steps.Single(s => s.StepId == step.StepId).WithoutAnyone);
        Assert.True(plan.Outcomes.Single().Lead.WithoutAnyone);
        await Asked(neighbours.Fiona, personId).NotFoundAsync();
    }

    [Fact]
    public async Task Done_steps_others_steps_and_outcomes_set_aside_are_in_nobodys_hand()
    {
        var (personId, outcome, step) = await InHandAsync();
        await neighbours.Ruth.Plan.AddStepAsync(TeamStep(personId, outcome.OutcomeId));
        await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId, outcome.OutcomeId));
        await neighbours.Fiona.Plan.FinishStepAsync(Valid.Finish(step));
        await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(outcome));

        Assert.Empty(await ListAsync(neighbours.Ruth, personId));
        Assert.Empty(await ListAsync(neighbours.Ruth, personId, Guid.NewGuid().ToString()));
    }

    [Fact]
    public async Task What_is_withheld_from_a_team_is_not_in_its_list()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        await NameAsync(hidden);
        // Of an outcome that is hidden from them, though nobody hid the step.
        await neighbours.Fiona.Plan.AddStepAsync(TeamStep(personId, hidden.OutcomeId));

        Assert.Equal(2, (await ListAsync(neighbours.Fiona, personId)).Count);
        Assert.Empty(await ListAsync(neighbours.Ruth, personId));
    }

    [Fact]
    public async Task The_list_comes_in_pages()
    {
        var (personId, outcome, step) = await InHandAsync();

        var first = await neighbours.Ruth.Plan.ListHandOverAsync(
            new() { PersonId = personId, TeamId = neighbours.StomaCare, PageSize = 1 });
        var second = await neighbours.Ruth.Plan.ListHandOverAsync(new()
        {
            PersonId = personId,
            TeamId = neighbours.StomaCare,
            PageSize = 1,
            PageToken = first.NextPageToken,
        });

        Assert.Equal(step.StepId, Id(Assert.Single(first.Items)));
        Assert.Equal(outcome.OutcomeId, Id(Assert.Single(second.Items)));
        Assert.Equal("", second.NextPageToken);
    }

    [Fact]
    public async Task Before_the_last_day_is_over_another_team_takes_over_a_step_and_an_outcome()
    {
        var (personId, outcome, step) = await InHandAsync();
        var take = new TakeOverStepRequest
        {
            PersonId = personId,
            StepId = step.StepId,
            Who = "Ruth Colquhoun, social worker",
            Etag = step.Etag,
        };
        await neighbours.Ruth.Plan.TakeOverStepAsync(take)
            .RefusedAsync(StatusCode.FailedPrecondition, "STEP_HAS_SOMEBODY", "step_id");
        await NameAsync(neighbours.Ruth, outcome)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice");
        Assert.Equal(2, (await ListAsync(neighbours.Ruth, personId)).Count);

        await EndAsync(personId, neighbours.Today);
        var id = Valid.RequestId();
        var taken = (await neighbours.Ruth.Plan.TakeOverStepAsync(take, id)).Step;
        var named = (await NameAsync(neighbours.Ruth, outcome)).Outcome.Lead;

        Assert.Equal(taken, (await neighbours.Ruth.Plan.TakeOverStepAsync(take, id)).Step);
        Assert.Equal((neighbours.SocialWork, take.Who, V1.StepState.Open), (taken.TeamId, taken.Who, taken.State));
        Assert.Equal(neighbours.SocialWork, named.TeamId);
        Assert.Empty(await ListAsync(neighbours.Fiona, personId));
        Assert.Equal(2, (await ListAsync(neighbours.Fiona, personId, neighbours.SocialWork)).Count);
        Assert.Contains("StepTakenOver", await neighbours.JournalAsync(personId));
        Assert.Contains("OutcomeLeadNamed", await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task After_the_end_whoever_takes_over_has_it_and_it_is_no_longer_without_anyone()
    {
        var (personId, _, step) = await InHandAsync();
        await EndAsync(personId);

        await TakeAsync(neighbours.Ruth, step, "Ruth");

        var plan = await neighbours.Ruth.Plan.GetPlanAsync(new() { PersonId = personId });
        Assert.Equal(("Ruth", false), plan.Steps.Select(s => (s.Who, s.WithoutAnyone)).Single());
    }

    [Fact]
    public async Task Of_two_who_take_over_at_once_one_has_it()
    {
        var (personId, _, step) = await InHandAsync();
        await EndAsync(personId);

        var answers = await Task.WhenAll(AnswerAsync("Ruth"), AnswerAsync("Sandy"));

        Assert.Single(answers, "");
        Assert.Single(answers, "ETAG_STALE");

        async Task<string> AnswerAsync(string who)
        {
            try
            {
                await TakeAsync(neighbours.Ruth, step, who);
                return "";
            }
            catch (RpcException refused)
            {
                return refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? refused.Message;
            }
        }
    }

    [Fact]
    public async Task The_person_takes_a_step_on_themselves_from_any_team()
    {
        var personId = await neighbours.CallumsAsync();
        var outcome = await neighbours.ProposeAsync(personId);
        var step = (await neighbours.Fiona.Plan.AddStepAsync(TeamStep(personId, outcome.OutcomeId))).Step;

        Assert.Contains(step.StepId, (await ListAsync(neighbours.Callum, personId)).Select(Id));
        var taken = await TakeAsync(neighbours.Callum, step, "");

        Assert.Equal((V1.Party.Person, "", ""), (taken.Party, taken.TeamId, taken.Who));
        await neighbours.Fiona.Plan.TakeOverStepAsync(
            new() { PersonId = personId, StepId = taken.StepId, Who = "Fiona", Etag = taken.Etag })
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_A_TEAMS");
    }

    [Fact]
    public async Task The_person_names_who_leads_and_a_team_writes_down_what_they_say()
    {
        var personId = await neighbours.CallumsAsync();
        var outcome = await neighbours.ProposeAsync(personId);
        var request = new NameLeadRequest
        {
            PersonId = personId,
            OutcomeId = outcome.OutcomeId,
            TeamId = neighbours.SocialWork,
            Who = "Ruth Colquhoun, social worker",
        };

        var own = (await neighbours.Callum.Plan.NameLeadAsync(request)).Outcome.Lead;
        Assert.True(own.Voice.IsPersonsVoice);
        await NameAsync(neighbours.Fiona, outcome)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice");
        foreach (var voice in new[] { Valid.Spoken(Speaker.Family, "Ann"), Valid.Spoken(Speaker.Practitioner) })
        {
            await neighbours.Fiona.Plan.NameLeadAsync(new(request) { TeamId = neighbours.StomaCare, Voice = voice })
                .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice");
        }
        Assert.Equal(own, (await neighbours.Fiona.ReadAsync(outcome)).Outcome.Lead);

        neighbours.Later();
        var before = neighbours.Now();
        neighbours.Later();
        await neighbours.Fiona.Plan.NameLeadAsync(
            new(request) { TeamId = neighbours.StomaCare, Who = "Fiona", Voice = Valid.Spoken() });
        Assert.Equal("Fiona", (await neighbours.Ruth.ReadAsync(outcome)).Outcome.Lead.Who);
        Assert.Equal(own, (await neighbours.Ruth.PlanAsync(personId, before)).Outcomes
            .Single(o => o.OutcomeId == outcome.OutcomeId).Lead);
    }

    [Fact]
    public async Task Nobody_of_a_team_that_is_not_involved_leads_and_an_outcome_set_aside_needs_nobody()
    {
        var personId = await neighbours.SharedAsync();
        var outcome = await neighbours.ProposeAsync(personId);
        await neighbours.Fiona.Plan.NameLeadAsync(new()
        {
            PersonId = personId,
            OutcomeId = outcome.OutcomeId,
            TeamId = neighbours.Strangers,
            Who = "Nadia",
            Voice = Valid.Spoken(),
        }).RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "team_id");

        await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(outcome));
        await NameAsync(neighbours.Fiona, outcome).RefusedAsync(StatusCode.FailedPrecondition, "SET_ASIDE");
        Assert.Null((await neighbours.Fiona.ReadAsync(outcome)).Outcome.Lead);
    }

    [Fact]
    public async Task Naming_who_leads_makes_no_etag_stale_and_a_repeat_is_answered_alike()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var request = new NameLeadRequest { PersonId = outcome.PersonId, OutcomeId = outcome.OutcomeId, Who = "Fiona" };
        var id = Valid.RequestId();

        var named = await neighbours.Fiona.Plan.NameLeadAsync(request, id);

        Assert.Equal(named, await neighbours.Fiona.Plan.NameLeadAsync(request, id));
        Assert.Equal(outcome.Etag, named.Outcome.Etag);
        Assert.Equal(V1.OutcomeState.Agreed,
            (await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(outcome))).Outcome.State);
    }

    private async Task<(string PersonId, V1.Outcome Outcome, V1.Step Step)> InHandAsync()
    {
        var personId = await neighbours.SharedAsync();
        var outcome = await neighbours.ProposeAsync(personId);
        await NameAsync(outcome);
        var step = (await neighbours.Fiona.Plan.AddStepAsync(TeamStep(personId, outcome.OutcomeId))).Step;
        return (personId, outcome, step);
    }

    private async Task NameAsync(V1.Outcome outcome) => await NameAsync(neighbours.Fiona, outcome);

    private static AsyncUnaryCall<NameLeadResponse> NameAsync(Caller by, V1.Outcome outcome) =>
        by.Plan.NameLeadAsync(new() { PersonId = outcome.PersonId, OutcomeId = outcome.OutcomeId, Who = by.User });

    private static async Task<V1.Step> TakeAsync(Caller by, V1.Step step, string who) => (await by.Plan
        .TakeOverStepAsync(new() { PersonId = step.PersonId, StepId = step.StepId, Who = who, Etag = step.Etag })).Step;

    private static AddStepRequest TeamStep(string personId, string outcomeId)
    {
        var step = Valid.Step(personId, outcomeId);
        (step.Party, step.Who) = (V1.Party.Team, "whoever is in");
        return step;
    }

    private AsyncUnaryCall<ListHandOverResponse> Asked(Caller caller, string personId, string? team = null) =>
        caller.Plan.ListHandOverAsync(
            new() { PersonId = personId, TeamId = team ?? neighbours.StomaCare }, Neighbours.Newest);

    private async Task<List<HandOver>> ListAsync(Caller caller, string personId, string? team = null) =>
        [.. (await Asked(caller, personId, team)).Items];

    private static string Id(HandOver item) => item.Step?.StepId ?? item.Outcome.OutcomeId;

    // Fiona's team ends, now or with a last day; Plan has heard of it.
    private async Task EndAsync(string personId, string lastOn = "")
    {
        var involved = await neighbours.Fiona.Sharing.ListInvolvementsAsync(new() { PersonId = personId });
        await neighbours.Fiona.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = involved.Involvements.Single(i => i.Team.TeamId == neighbours.StomaCare).InvolvementId,
            Reason = "The stoma is fine.",
            LastOn = lastOn,
        });
        await neighbours.LevelAsync("sharing");
    }
}
