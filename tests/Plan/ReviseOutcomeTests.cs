using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class ReviseOutcomeTests(Neighbours neighbours)
{
    [Fact]
    public async Task Earlier_statements_stay_as_they_were_said_each_with_its_voice_the_newest_first()
    {
        var first = await neighbours.ProposeAsync(await neighbours.CallumsAsync());
        var request = Valid.Revise(first);
        request.Voice = new() { SaidBy = Speaker.Family, SaidByName = "his wife Ann", How = { "telephone" } };
        var second = (await neighbours.Ruth.Plan.ReviseOutcomeAsync(request)).Outcome;
        neighbours.Later();

        var third = (await neighbours.Callum.Plan.ReviseOutcomeAsync(new()
        {
            PersonId = first.PersonId,
            OutcomeId = first.OutcomeId,
            Statement = "That I stop counting.",
            Etag = second.Etag,
        })).Outcome;

        Assert.Equal((first.OutcomeId, "", Writer.Person, true),
            (third.OutcomeId, third.Why, third.Voice.WrittenBy, third.Voice.IsPersonsVoice));
        var read = await neighbours.Fiona.ReadAsync(first);
        Assert.Equal(third, read.Outcome);
        Assert.Equal([Earlier(second), Earlier(first)], read.EarlierStatements);
        Assert.Equal(("his wife Ann", false), (second.Voice.SaidByName, second.Voice.IsPersonsVoice));
    }

    [Fact]
    public async Task A_new_statement_waits_for_agreement_again_and_may_be_agreed()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var agreed = (await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(outcome))).Outcome;

        var revised = (await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(agreed))).Outcome;

        Assert.Equal((V1.OutcomeState.Proposed, null), (revised.State, revised.Agreement));
        Assert.Equal(revised, (await neighbours.Fiona.ReadAsync(outcome)).Outcome);
        Assert.Equal(V1.OutcomeState.Agreed,
            (await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(revised))).Outcome.State);
    }

    [Fact]
    public async Task A_stale_etag_is_refused_with_the_state_as_it_is_now_and_nothing_changes()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var now = (await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(outcome))).Outcome;

        var refused = await neighbours.Ruth.Plan.ReviseOutcomeAsync(Valid.Revise(outcome))
            .RefusedAsync(StatusCode.Aborted, "ETAG_STALE", "etag");

        Assert.Equal(now, refused.Current<V1.Outcome>());
        var read = await neighbours.Ruth.ReadAsync(outcome);
        Assert.Equal((now, 1), (read.Outcome, read.EarlierStatements.Count));
    }

    [Fact]
    public async Task Of_sixteen_at_once_one_is_said_and_fifteen_are_told_that_it_changed()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(outcome));
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(answers, StatusCode.OK);
        Assert.Equal(15, answers.Count(a => a == StatusCode.Aborted));
        Assert.Single((await neighbours.Fiona.ReadAsync(outcome)).EarlierStatements);
    }

    [Fact]
    public async Task What_was_set_aside_gets_no_new_statement()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var aside = (await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(outcome))).Outcome;

        await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(aside))
            .RefusedAsync(StatusCode.FailedPrecondition, "SET_ASIDE");

        Assert.Equal(new GetOutcomeResponse { Outcome = aside }, await neighbours.Fiona.ReadAsync(outcome));
    }

    [Fact]
    public async Task Withheld_with_its_new_statement_it_is_gone_with_the_earlier_ones()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var step = (await neighbours.Ruth.Plan.AddStepAsync(
            Valid.Step(outcome.PersonId, outcome.OutcomeId))).Step;
        var request = Valid.Revise(outcome);
        request.WithheldFrom.Add(neighbours.SocialWork);

        await neighbours.Fiona.Plan.ReviseOutcomeAsync(request);

        var plan = await neighbours.Ruth.PlanAsync(outcome.PersonId);
        Assert.Equal((0, 0), (plan.Outcomes.Count, plan.Steps.Count));
        var unknown = await neighbours.Ruth.Plan.ReviseOutcomeAsync(Valid.Revise(
            new V1.Outcome(outcome) { OutcomeId = Guid.NewGuid().ToString() })).NotFoundAsync();
        Assert.Equal(unknown.Bytes,
            (await neighbours.Ruth.Plan.ReviseOutcomeAsync(Valid.Revise(outcome)).NotFoundAsync()).Bytes);
        Assert.Equal(unknown.Bytes,
            (await neighbours.Ruth.Plan.FinishStepAsync(Valid.Finish(step)).NotFoundAsync()).Bytes);
    }

    [Fact]
    public async Task What_a_health_body_words_anew_is_health_authored_and_what_was_said_before_is_not()
    {
        var proposed = await neighbours.Ruth.Plan.ProposeOutcomeAsync(Valid.Outcome(await neighbours.SharedAsync()));
        await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(proposed.Outcome));

        var database = neighbours.Platform.Services("plan").GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own("Asked", neighbours.Platform.Time));
        var id = new { outcomeId = Guid.Parse(proposed.Outcome.OutcomeId) };
        Assert.True(await work.OneAsync<bool>("SELECT HealthAuthored FROM Outcome WHERE Id = @outcomeId", id));
        Assert.False(await work.OneAsync<bool>(
            "SELECT HealthAuthored FROM EarlierStatement WHERE OutcomeId = @outcomeId", id));
    }

    [Fact]
    public async Task Another_persons_outcome_is_not_found()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var request = Valid.Revise(outcome);
        request.PersonId = await neighbours.RegisterAsync();
        await neighbours.Fiona.Plan.ReviseOutcomeAsync(request).NotFoundAsync();
    }

    public static TheoryData<string, string, Action<ReviseOutcomeRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "statement", r => r.Statement = "" },
        { "WORDS_TOO_LONG", "statement", r => r.Statement = new string('a', 4001) },
        { "WORDS_TOO_LONG", "why", r => r.Why = new string('a', 4001) },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "CODE_UNKNOWN", "voice.how", r => r.Voice.How.Add("telepathy") },
        { "ETAG_MISSING", "etag", r => r.Etag = "" },
        { "ID_MALFORMED", "outcome_id", r => r.OutcomeId = "money" },
        { "ID_MISSING", "withheld_from", r => r.WithheldFrom.Add("") },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_changes(
        string reason, string field, Action<ReviseOutcomeRequest> change)
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var request = Valid.Revise(outcome);
        change(request);

        await neighbours.Fiona.Plan.ReviseOutcomeAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Equal(new GetOutcomeResponse { Outcome = outcome }, await neighbours.Fiona.ReadAsync(outcome));
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var (request, id) = (Valid.Revise(outcome), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.ReviseOutcomeAsync(request, id);
        var again = await neighbours.Fiona.Plan.ReviseOutcomeAsync(request, id);
        request.Statement = "Something else.";
        await neighbours.Fiona.Plan.ReviseOutcomeAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Equal(["OutcomeProposed", "OutcomeRevised"], await neighbours.JournalAsync(outcome.PersonId));
        Assert.Single((await neighbours.Fiona.ReadAsync(outcome)).EarlierStatements);
    }

    private static V1.EarlierStatement Earlier(V1.Outcome outcome) => new()
    {
        Statement = outcome.Statement,
        Why = outcome.Why,
        Voice = outcome.Voice,
        RecordTime = outcome.RecordTime,
    };
}
