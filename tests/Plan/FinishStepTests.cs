using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class FinishStepTests(Neighbours neighbours)
{
    private async Task<V1.Step> AddedAsync(string personId, string outcomeId = "", params string[] withheldFrom)
    {
        var request = Valid.Step(personId, outcomeId);
        request.WithheldFrom.Add(withheldFrom);
        return (await neighbours.Fiona.Plan.AddStepAsync(request)).Step;
    }

    private async Task<V1.Step> ReadAsync(V1.Step step) =>
        (await neighbours.Fiona.PlanAsync(step.PersonId)).Steps.Single(s => s.StepId == step.StepId);

    [Fact]
    public async Task The_day_and_how_it_went_are_kept_and_nothing_else_moves()
    {
        var step = await AddedAsync(await neighbours.SharedAsync());

        var done = (await neighbours.Ruth.Plan.FinishStepAsync(Valid.Finish(step))).Step;

        Assert.Equal(new V1.Step(step)
        {
            State = V1.StepState.Done,
            DoneOn = "2026-04-01",
            HowItWent = "Forty minutes on hold, and then a kind voice.",
            Etag = done.Etag,
        }, done);
        Assert.NotEqual(step.Etag, done.Etag);
        Assert.Equal(done, await ReadAsync(step));
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_finishes_a_step_today_and_needs_no_words()
    {
        var step = await AddedAsync(await neighbours.CallumsAsync());
        var request = Valid.Finish(step);
        (request.DoneOn, request.HowItWent) = (neighbours.Today, "");

        var done = (await neighbours.Callum.Plan.FinishStepAsync(request)).Step;

        Assert.Equal((V1.StepState.Done, neighbours.Today, ""), (done.State, done.DoneOn, done.HowItWent));
        Assert.Equal(done, await ReadAsync(step));
    }

    public static TheoryData<string, string, Action<FinishStepRequest>> Refusals => new()
    {
        { "DAY_MISSING", "done_on", r => r.DoneOn = "" },
        { "DAY_MALFORMED", "done_on", r => r.DoneOn = "01/04/2026" },
        { "DAY_IN_FUTURE", "done_on", r => r.DoneOn = "2999-01-01" },
        { "WORDS_TOO_LONG", "how_it_went", r => r.HowItWent = new string('a', 4001) },
        { "ETAG_MISSING", "etag", r => r.Etag = "" },
        { "ID_MISSING", "step_id", r => r.StepId = "" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_changes(
        string reason, string field, Action<FinishStepRequest> change)
    {
        var step = await AddedAsync(await neighbours.RegisterAsync());
        var request = Valid.Finish(step);
        change(request);

        await neighbours.Fiona.Plan.FinishStepAsync(request).RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Equal(step, await ReadAsync(step));
    }

    [Fact]
    public async Task What_is_done_is_not_finished_again_and_a_stale_etag_says_how_it_stands()
    {
        var step = await AddedAsync(await neighbours.SharedAsync());
        var done = (await neighbours.Fiona.Plan.FinishStepAsync(Valid.Finish(step))).Step;

        var stale = await neighbours.Ruth.Plan.FinishStepAsync(Valid.Finish(step))
            .RefusedAsync(StatusCode.Aborted, "ETAG_STALE", "etag");
        Assert.Equal(done, stale.Current<V1.Step>());
        var again = Valid.Finish(done);
        again.HowItWent = "Told otherwise.";
        await neighbours.Ruth.Plan.FinishStepAsync(again).RefusedAsync(StatusCode.FailedPrecondition, "STEP_DONE");

        Assert.Equal(done, await ReadAsync(step));
    }

    [Fact]
    public async Task Of_sixteen_at_once_one_finishes_it_and_fifteen_are_told_that_it_changed()
    {
        var step = await AddedAsync(await neighbours.RegisterAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await neighbours.Fiona.Plan.FinishStepAsync(Valid.Finish(step));
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(answers, StatusCode.OK);
        Assert.Equal(15, answers.Count(a => a == StatusCode.Aborted));
        Assert.Equal(["StepAdded", "StepFinished"], await neighbours.JournalAsync(step.PersonId));
    }

    [Fact]
    public async Task A_step_that_is_withheld_hangs_on_a_hidden_outcome_or_is_another_persons_is_not_found()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var another = await AddedAsync(await neighbours.SharedAsync());
        var refusals = new HashSet<string>();
        foreach (var step in new[]
        {
            new V1.Step(another) { PersonId = personId, StepId = Guid.NewGuid().ToString() },
            new V1.Step(another) { PersonId = personId },
            await AddedAsync(personId, "", neighbours.SocialWork),
            await AddedAsync(personId, hidden.OutcomeId),
        })
        {
            refusals.Add((await neighbours.Ruth.Plan.FinishStepAsync(Valid.Finish(step)).NotFoundAsync()).Bytes);
            // A stale etag would be answered with the step itself.
            var stale = Valid.Finish(step);
            stale.Etag = "0";
            refusals.Add((await neighbours.Ruth.Plan.FinishStepAsync(stale).NotFoundAsync()).Bytes);
        }
        Assert.Single(refusals);
        Assert.DoesNotContain("StepFinished", await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var step = await AddedAsync(await neighbours.RegisterAsync());
        var (request, id) = (Valid.Finish(step), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.FinishStepAsync(request, id);
        var again = await neighbours.Fiona.Plan.FinishStepAsync(request, id);
        request.DoneOn = "2026-04-02";
        await neighbours.Fiona.Plan.FinishStepAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Equal(["StepAdded", "StepFinished"], await neighbours.JournalAsync(step.PersonId));
    }
}
