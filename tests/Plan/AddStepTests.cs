using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class AddStepTests(Neighbours neighbours)
{
    [Theory]
    [InlineData(V1.Party.Person, "")]
    [InlineData(V1.Party.Family, "his wife Ann")]
    [InlineData(V1.Party.Community, "the lunch club")]
    [InlineData(V1.Party.Other, "the neighbour")]
    public async Task R37_R62_Anybody_takes_a_step_and_it_is_read_as_it_was_told(V1.Party party, string who)
    {
        var request = Valid.Step(await neighbours.SharedAsync());
        (request.Party, request.Who, request.Where, request.When) = (party, who, "at home", "most mornings");
        (request.DueOn, request.WhyNoOutcome) = ("2026-03-01", "It has always been done.");

        var step = (await neighbours.Fiona.Plan.AddStepAsync(request)).Step;

        Assert.Equal(new V1.Step
        {
            StepId = step.StepId,
            PersonId = request.PersonId,
            WhyNoOutcome = request.WhyNoOutcome,
            Party = party,
            Who = who,
            What = request.What,
            Where = "at home",
            When = "most mornings",
            DueOn = "2026-03-01",
            State = V1.StepState.Open,
            Voice = new Voice(request.Voice) { WrittenBy = Writer.Practitioner, IsPersonsVoice = true },
            Etag = step.Etag,
            RecordTime = step.RecordTime,
        }, step);
        Assert.Equal([step], (await neighbours.Ruth.PlanAsync(request.PersonId)).Steps);
    }

    [Fact]
    public async Task A_team_takes_it_by_itself_or_for_another_that_is_involved()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var request = Valid.Step(outcome.PersonId, outcome.OutcomeId);
        (request.Party, request.Who) = (V1.Party.Team, "Fiona, stoma nurse");

        Assert.Equal(neighbours.StomaCare, (await neighbours.Fiona.Plan.AddStepAsync(request)).Step.TeamId);
        (request.TeamId, request.Who) = (neighbours.SocialWork, "Ruth, social worker");
        Assert.Equal(neighbours.SocialWork, (await neighbours.Fiona.Plan.AddStepAsync(request)).Step.TeamId);
    }

    [Fact]
    public async Task A_team_that_is_unknown_not_involved_or_no_team_takes_no_step()
    {
        var personId = await neighbours.CallumsAsync();
        var outcome = await neighbours.ProposeAsync(personId);
        var request = Valid.Step(personId, outcome.OutcomeId);
        request.Party = V1.Party.Team;
        var before = (await neighbours.JournalAsync(personId)).Count;
        foreach (var team in new[] { neighbours.Strangers, Guid.NewGuid().ToString(), personId })
        {
            request.TeamId = team;
            await neighbours.Fiona.Plan.AddStepAsync(request)
                .RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "team_id");
        }
        // The person's own hand has no team that could be filled in.
        request.TeamId = "";
        await neighbours.Callum.Plan.AddStepAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "team_id");
        Assert.Equal(before, (await neighbours.JournalAsync(personId)).Count);
    }

    [Fact]
    public async Task A_team_whose_involvement_has_ended_takes_no_more_steps()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var involvements = await neighbours.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = outcome.PersonId });
        await neighbours.Ruth.Sharing.EndInvolvementAsync(new()
        {
            PersonId = outcome.PersonId,
            InvolvementId = involvements.Involvements.Single(i => i.Team.TeamId == neighbours.SocialWork).InvolvementId,
            Reason = "The money is mended.",
        });
        neighbours.Later();
        await neighbours.LevelAsync("sharing");
        var request = Valid.Step(outcome.PersonId, outcome.OutcomeId);
        (request.Party, request.TeamId) = (V1.Party.Team, neighbours.SocialWork);

        await neighbours.Fiona.Plan.AddStepAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "team_id");
    }

    [Fact]
    public async Task R12_A_teams_step_serves_an_outcome_or_says_why_not()
    {
        var request = Valid.Step(await neighbours.RegisterAsync());
        request.Party = V1.Party.Team;
        await neighbours.Fiona.Plan.AddStepAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "STEP_WITHOUT_OUTCOME", "outcome_id");
        Assert.Empty(await neighbours.JournalAsync(request.PersonId));

        request.WhyNoOutcome = "He must have heat tonight.";
        Assert.Equal("", (await neighbours.Fiona.Plan.AddStepAsync(request)).Step.OutcomeId);
    }

    [Fact]
    public async Task An_outcome_or_source_that_is_unknown_another_persons_or_withheld_is_refused_alike()
    {
        var (personId, other) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var (withheld, another) = (await neighbours.ProposeAsync(personId, neighbours.SocialWork),
            await neighbours.ProposeAsync(other));
        var refusals = new HashSet<string>();
        foreach (var id in new[] { Guid.NewGuid().ToString(), another.OutcomeId, withheld.OutcomeId })
        {
            refusals.Add((await neighbours.Ruth.Plan.AddStepAsync(Valid.Step(personId, id))
                .RefusedAsync(StatusCode.FailedPrecondition, "OUTCOME_NOT_THEIRS", "outcome_id")).Bytes);
        }
        Assert.Single(refusals);

        foreach (var id in new[]
        {
            Guid.NewGuid().ToString(),
            await ViewAsync(other),
            await ViewAsync(personId, neighbours.SocialWork),
            withheld.OutcomeId,
        })
        {
            var request = Valid.Step(personId);
            request.SourceId = id;
            refusals.Add((await neighbours.Ruth.Plan.AddStepAsync(request)
                .RefusedAsync(StatusCode.FailedPrecondition, "SOURCE_NOT_THEIRS", "source_id")).Bytes);
        }
        Assert.Equal(2, refusals.Count);
        Assert.Empty((await neighbours.Fiona.PlanAsync(personId)).Steps);
    }

    [Fact]
    public async Task A_step_comes_from_its_own_source_or_else_from_its_outcomes()
    {
        var personId = await neighbours.SharedAsync();
        var (own, outcomes) = (await ViewAsync(personId), await ViewAsync(personId, neighbours.SocialWork));
        var proposed = Valid.Outcome(personId);
        proposed.SourceId = outcomes;
        var outcome = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(proposed)).Outcome;
        foreach (var (sourceId, fionaReads, ruthReads) in new[] { (own, own, own), ("", outcomes, "") })
        {
            var request = Valid.Step(personId, outcome.OutcomeId);
            request.SourceId = sourceId;
            var step = (await neighbours.Fiona.Plan.AddStepAsync(request)).Step;
            Assert.Equal((fionaReads, ruthReads), (await SourceAsync(neighbours.Fiona, step),
                await SourceAsync(neighbours.Ruth, step)));
        }
    }

    [Fact]
    public async Task What_was_done_before_it_was_recorded_is_done_and_not_finished_again()
    {
        var request = Valid.Step(await neighbours.RegisterAsync());
        request.DoneOn = neighbours.Today;

        var step = (await neighbours.Fiona.Plan.AddStepAsync(request)).Step;

        Assert.Equal((V1.StepState.Done, neighbours.Today), (step.State, step.DoneOn));
        await neighbours.Fiona.Plan.FinishStepAsync(Valid.Finish(step))
            .RefusedAsync(StatusCode.FailedPrecondition, "STEP_DONE");
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_adds_a_step_of_their_own()
    {
        var personId = await neighbours.CallumsAsync();

        var step = (await neighbours.Callum.Plan.AddStepAsync(
            new() { PersonId = personId, What = "I ring them on Monday." })).Step;

        Assert.Equal((V1.Party.Person, "", Writer.Person, true),
            (step.Party, step.Who, step.Voice.WrittenBy, step.Voice.IsPersonsVoice));
        Assert.Contains(step, (await neighbours.Ruth.PlanAsync(personId)).Steps);
    }

    [Fact]
    public async Task A_withheld_step_is_not_there_for_the_team()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var before = await neighbours.Ruth.PlanAsync(outcome.PersonId);
        var request = Valid.Step(outcome.PersonId, outcome.OutcomeId);
        request.WithheldFrom.Add(neighbours.SocialWork);

        var step = (await neighbours.Fiona.Plan.AddStepAsync(request)).Step;

        Assert.Equal(before, await neighbours.Ruth.PlanAsync(outcome.PersonId));
        Assert.Equal([step], (await neighbours.Fiona.PlanAsync(outcome.PersonId)).Steps);
    }

    public static TheoryData<string, string, Action<AddStepRequest>> Refusals => new()
    {
        { "CODE_MISSING", "party", r => r.Party = V1.Party.Unspecified },
        { "CODE_UNKNOWN", "party", r => r.Party = (V1.Party)9 },
        { "WORDS_MISSING", "who", r => r.Who = "" },
        { "WORDS_TOO_LONG", "who", r => r.Who = new string('a', 201) },
        { "WORDS_MISSING", "what", r => r.What = " " },
        { "WORDS_TOO_LONG", "what", r => r.What = new string('a', 4001) },
        { "WORDS_TOO_LONG", "why_no_outcome", r => r.WhyNoOutcome = new string('a', 1001) },
        { "WORDS_TOO_LONG", "where", r => r.Where = new string('a', 201) },
        { "WORDS_TOO_LONG", "when", r => r.When = new string('a', 201) },
        { "DAY_MALFORMED", "due_on", r => r.DueOn = "Monday" },
        { "DAY_MALFORMED", "due_on", r => r.DueOn = "2026-02-30" },
        { "DAY_MALFORMED", "done_on", r => r.DoneOn = "2026-3-1" },
        { "DAY_IN_FUTURE", "done_on", r => r.DoneOn = "2999-01-01" },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "CODE_MISSING", "voice.how", r => r.Voice.How.Clear() },
        { "ID_MALFORMED", "outcome_id", r => r.OutcomeId = "money" },
        { "ID_MALFORMED", "team_id", r => r.TeamId = "social work" },
        { "ID_MALFORMED", "source_id", r => r.SourceId = "that talk" },
        { "ID_MALFORMED", "withheld_from", r => r.WithheldFrom.Add("them") },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<AddStepRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var request = Valid.Step(personId);
        change(request);

        await neighbours.Fiona.Plan.AddStepAsync(request).RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.PlanAsync(personId)).Steps);
        Assert.Empty(await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var (request, id) = (Valid.Step(await neighbours.RegisterAsync()), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.AddStepAsync(request, id);
        var again = await neighbours.Fiona.Plan.AddStepAsync(request, id);
        request.What = "Something else.";
        await neighbours.Fiona.Plan.AddStepAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Equal(["StepAdded"], await neighbours.JournalAsync(request.PersonId));
    }

    private async Task<string> ViewAsync(string personId, params string[] withheldFrom)
    {
        var recorded = await neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = personId,
            WhatMatters = "Enough.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
            WithheldFrom = { withheldFrom },
        });
        return recorded.View.ViewId;
    }

    private static async Task<string> SourceAsync(Caller caller, V1.Step step) =>
        (await caller.PlanAsync(step.PersonId)).Steps.Single(s => s.StepId == step.StepId).SourceId;
}
