using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class SetOutcomeAsideTests(Neighbours neighbours)
{
    [Fact]
    public async Task R11_The_reason_stays_as_it_was_said_and_so_do_the_agreement_and_the_steps()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var agreed = (await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(outcome))).Outcome;
        var step = (await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(outcome.PersonId, outcome.OutcomeId))).Step;

        var aside = (await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(agreed))).Outcome;

        Assert.Equal(new V1.Outcome(agreed)
        {
            State = V1.OutcomeState.SetAside,
            SetAsideReason = "Not now, he says.",
            Etag = aside.Etag,
        }, aside);
        Assert.NotEqual(agreed.Etag, aside.Etag);
        var plan = await neighbours.Fiona.PlanAsync(outcome.PersonId);
        Assert.Equal(1, plan.Outcomes.Single().Balance.Family);
        plan.Outcomes[0].Balance = null;
        Assert.Equal(new GetPlanResponse { Outcomes = { aside }, Steps = { step } }, plan);
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_sets_aside_what_is_theirs()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.CallumsAsync());

        var aside = (await neighbours.Callum.Plan.SetOutcomeAsideAsync(Valid.SetAside(outcome))).Outcome;

        Assert.Equal(aside, (await neighbours.Ruth.ReadAsync(outcome)).Outcome);
    }

    [Fact]
    public async Task What_was_set_aside_is_neither_agreed_nor_set_aside_again()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var aside = (await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(outcome))).Outcome;

        await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(aside))
            .RefusedAsync(StatusCode.FailedPrecondition, "SET_ASIDE");
        await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(aside))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_PROPOSED");

        Assert.Equal(aside, (await neighbours.Fiona.ReadAsync(outcome)).Outcome);
    }

    [Fact]
    public async Task It_stands_in_nobodys_way_any_more_and_last_in_the_plan()
    {
        var money = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var stoma = await neighbours.ProposeAsync(money.PersonId);
        await neighbours.Fiona.Plan.AddBlockAsync(
            Valid.Block(money.PersonId, money.OutcomeId, stoma.OutcomeId));
        Assert.Equal([money.OutcomeId], (await neighbours.Fiona.ReadAsync(stoma)).Outcome.BlockedBy);

        var aside = (await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(money))).Outcome;

        Assert.Equal(stoma, (await neighbours.Fiona.ReadAsync(stoma)).Outcome);
        Assert.Equal([stoma, aside], (await neighbours.Fiona.PlanAsync(money.PersonId)).Outcomes);
    }

    [Fact]
    public async Task A_stale_etag_is_refused_with_the_state_as_it_is_now()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var now = (await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(outcome))).Outcome;

        var refused = await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(outcome))
            .RefusedAsync(StatusCode.Aborted, "ETAG_STALE", "etag");

        Assert.Equal(now, refused.Current<V1.Outcome>());
        Assert.Equal(now, (await neighbours.Fiona.ReadAsync(outcome)).Outcome);
    }

    public static TheoryData<string, string, Action<SetOutcomeAsideRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "reason", r => r.Reason = " " },
        { "WORDS_TOO_LONG", "reason", r => r.Reason = new string('a', 1001) },
        { "ETAG_MISSING", "etag", r => r.Etag = "" },
        { "ID_MISSING", "outcome_id", r => r.OutcomeId = "" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_changes(
        string reason, string field, Action<SetOutcomeAsideRequest> change)
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var request = Valid.SetAside(outcome);
        change(request);

        await neighbours.Fiona.Plan.SetOutcomeAsideAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Equal(outcome, (await neighbours.Fiona.ReadAsync(outcome)).Outcome);
    }

    [Fact]
    public async Task Withheld_it_cannot_be_told_from_unknown()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);

        var known = await neighbours.Ruth.Plan.SetOutcomeAsideAsync(Valid.SetAside(hidden)).NotFoundAsync();
        var unknown = await neighbours.Ruth.Plan.SetOutcomeAsideAsync(Valid.SetAside(
            new V1.Outcome(hidden) { OutcomeId = Guid.NewGuid().ToString() })).NotFoundAsync();

        Assert.Equal(unknown.Bytes, known.Bytes);
        Assert.Equal(hidden, (await neighbours.Fiona.ReadAsync(hidden)).Outcome);
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var (request, id) = (Valid.SetAside(outcome), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.SetOutcomeAsideAsync(request, id);
        var again = await neighbours.Fiona.Plan.SetOutcomeAsideAsync(request, id);
        request.Reason = "Something else.";
        await neighbours.Fiona.Plan.SetOutcomeAsideAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Equal(["OutcomeProposed", "OutcomeSetAside"], await neighbours.JournalAsync(outcome.PersonId));
    }
}
