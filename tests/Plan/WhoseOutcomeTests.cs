using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>Whose an outcome is, who offers what towards it, and what stands beside what was decided.</summary>
[Collection(nameof(Together))]
public sealed class WhoseOutcomeTests(Neighbours neighbours)
{
    [Fact]
    public async Task It_is_the_persons_unless_a_carers_own_is_said_with_who_they_are()
    {
        var personId = await neighbours.SharedAsync();
        var own = await neighbours.ProposeAsync(personId);
        var request = Valid.Outcome(personId);
        (request.Statement, request.Whose, request.CarerName) =
            ("A night's sleep.", V1.Whose.Carer, "his wife Ann");
        request.Voice = Valid.Spoken(Speaker.Family, "his wife Ann");

        var anns = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome;

        Assert.Equal((V1.Whose.Person, ""), (own.Whose, own.CarerName));
        Assert.Equal((V1.Whose.Carer, "his wife Ann"), (anns.Whose, anns.CarerName));
        Assert.Equal(anns, (await neighbours.Ruth.ReadAsync(anns)).Outcome);
        Assert.Equal([own, anns], (await neighbours.Ruth.PlanAsync(personId)).Outcomes);
    }

    public static TheoryData<string, string, V1.Whose, string> Refusals => new()
    {
        { "WORDS_MISSING", "carer_name", V1.Whose.Carer, "" },
        { "WORDS_TOO_LONG", "carer_name", V1.Whose.Carer, new string('a', 201) },
        { "WORDS_GIVEN", "carer_name", V1.Whose.Person, "his wife Ann" },
        { "WORDS_GIVEN", "carer_name", V1.Whose.Unspecified, "his wife Ann" },
        { "CODE_UNKNOWN", "whose", (V1.Whose)9, "" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, V1.Whose whose, string carerName)
    {
        var request = Valid.Outcome(await neighbours.RegisterAsync());
        (request.Whose, request.CarerName) = (whose, carerName);

        await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty(await neighbours.JournalAsync(request.PersonId));
    }

    [Fact]
    public async Task R36_Who_leads_is_named_with_what_they_are_to_the_person_and_what_they_offer()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());

        var lead = (await neighbours.Fiona.Plan.NameLeadAsync(new()
        {
            PersonId = outcome.PersonId,
            OutcomeId = outcome.OutcomeId,
            Who = "Fiona Baird, nurse",
            Role = "walks with him",
            Offer = "I will walk with you the first times.",
        })).Outcome.Lead;

        Assert.Equal(("walks with him", "I will walk with you the first times."), (lead.Role, lead.Offer));
        Assert.Equal(lead, (await neighbours.Ruth.ReadAsync(outcome)).Outcome.Lead);
        Assert.Equal(lead, (await neighbours.Ruth.PlanAsync(outcome.PersonId)).Outcomes.Single().Lead);
        Assert.Equal(lead, Assert.Single((await neighbours.Ruth.Plan.ListHandOverAsync(
            new() { PersonId = outcome.PersonId, TeamId = neighbours.StomaCare })).Items).Outcome.Lead);
    }

    [Theory]
    [InlineData("role", 201)]
    [InlineData("offer", 1001)]
    public async Task An_offer_has_a_length(string field, int length)
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var request = new NameLeadRequest
        {
            PersonId = outcome.PersonId,
            OutcomeId = outcome.OutcomeId,
            Who = "Fiona",
            Role = field == "role" ? new('a', length) : "",
            Offer = field == "offer" ? new('a', length) : "",
        };

        await neighbours.Fiona.Plan.NameLeadAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "WORDS_TOO_LONG", field);

        Assert.Null((await neighbours.Fiona.ReadAsync(outcome)).Outcome.Lead);
    }

    [Fact]
    public async Task R17_What_was_set_aside_beyond_reach_or_done_is_read_with_what_matters_why_and_its_source()
    {
        var personId = await neighbours.SharedAsync();
        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = personId,
            WhatMatters = "Enough.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
        })).View.ViewId;
        var (aside, cannot, open) =
            (await FromAsync(personId, view), await FromAsync(personId, view), await FromAsync(personId, view));
        await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(aside));
        await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(Valid.Cannot(cannot));
        var step = (await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId, open.OutcomeId))).Step;
        await neighbours.Fiona.Plan.FinishStepAsync(Valid.Finish(step));

        var plan = await neighbours.Ruth.PlanAsync(personId);

        Assert.Equal(3, plan.Outcomes.Count);
        Assert.All(plan.Outcomes, outcome => Assert.Equal(
            ("Enough each week for the three of us.", "The bairn comes first.", view),
            (outcome.Statement, outcome.Why, outcome.SourceId)));
        var done = Assert.Single(plan.Steps);
        Assert.Equal((V1.StepState.Done, open.OutcomeId, view), (done.State, done.OutcomeId, done.SourceId));
        foreach (var outcome in new[] { aside, cannot })
        {
            var read = (await neighbours.Ruth.ReadAsync(outcome)).Outcome;
            Assert.Equal((outcome.Statement, outcome.Why, view), (read.Statement, read.Why, read.SourceId));
        }
    }

    [Fact]
    public async Task R32_What_a_team_has_done_ends_no_outcome_which_stays_open_until_it_goes_as_the_person_wants()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var agreed = (await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(outcome))).Outcome;
        var request = Valid.Step(outcome.PersonId, outcome.OutcomeId);
        (request.Party, request.Who) = (V1.Party.Team, "Fiona");
        var step = (await neighbours.Fiona.Plan.AddStepAsync(request)).Step;

        var done = (await neighbours.Fiona.Plan.FinishStepAsync(Valid.Finish(step))).Step;

        Assert.Equal(V1.StepState.Done, done.State);
        var read = (await neighbours.Ruth.ReadAsync(outcome)).Outcome;
        Assert.Equal((V1.OutcomeState.Agreed, agreed.Agreement, agreed.Etag), (read.State, read.Agreement, read.Etag));
        await neighbours.Fiona.Plan.RankOutcomesAsync(Valid.Ranking(outcome));
        await neighbours.Ruth.Plan.AddStepAsync(Valid.Step(outcome.PersonId, outcome.OutcomeId));
        Assert.Equal(V1.OutcomeState.Agreed,
            (await neighbours.Ruth.PlanAsync(outcome.PersonId)).Outcomes.Single().State);
    }

    private async Task<V1.Outcome> FromAsync(string personId, string sourceId)
    {
        var request = Valid.Outcome(personId);
        request.SourceId = sourceId;
        var outcome = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome;
        neighbours.Later();
        return outcome;
    }
}
