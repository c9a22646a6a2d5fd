using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>The whole operation over real services: reply, refusals, races.</summary>
[Collection(nameof(Together))]
public sealed class AgreeOutcomeTests(Neighbours neighbours)
{
    private Caller Fiona => neighbours.Fiona;

    private async Task<V1.Outcome> ProposedAsync() => await neighbours.ProposeAsync(await neighbours.RegisterAsync());

    private static AgreeOutcomeRequest Agree(V1.Outcome outcome, V1.Agreement? agreement = null)
    {
        var request = Valid.Agree(outcome);
        request.Agreement = agreement ?? request.Agreement;
        return request;
    }

    [Fact]
    public async Task The_persons_agreement_is_kept_with_how_it_was_asked_and_who_wrote_it_down()
    {
        var outcome = await ProposedAsync();

        var agreed = (await Fiona.Plan.AgreeOutcomeAsync(Agree(outcome))).Outcome;

        Assert.Equal(V1.OutcomeState.Agreed, agreed.State);
        Assert.Equal("Read back to him at the ward", agreed.Agreement.AskedHow);
        Assert.Equal(Writer.Practitioner, agreed.Agreement.WrittenBy);
        Assert.NotEqual(outcome.Etag, agreed.Etag);
        var read = await Fiona.ReadAsync(outcome);
        Assert.Equal(agreed, read.Outcome);
    }

    [Fact]
    public async Task Without_the_person_asked_there_is_no_agreement()
    {
        var outcome = await ProposedAsync();

        var refused = await Refusal.OfAsync(Fiona.Plan.AgreeOutcomeAsync(Agree(outcome, new V1.Agreement
        {
            AgreedBy = V1.AgreedBy.Person,
            How = { "spoken" },
            AgreedOn = "2026-03-01",
        })));

        Assert.Equal((StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "agreement.asked_how"), refused.Facts);
        var read = await Fiona.ReadAsync(outcome);
        Assert.Equal(V1.OutcomeState.Proposed, read.Outcome.State);
    }

    [Fact]
    public async Task A_stale_etag_is_refused_with_the_state_as_it_is_now()
    {
        var outcome = await ProposedAsync();
        var agreed = (await Fiona.Plan.AgreeOutcomeAsync(Agree(outcome))).Outcome;

        var refused = await Refusal.OfAsync(Fiona.Plan.AgreeOutcomeAsync(Agree(outcome)));

        Assert.Equal((StatusCode.Aborted, "ETAG_STALE", "etag"), refused.Facts);
        Assert.Equal(agreed, refused.Current<V1.Outcome>());
    }

    [Fact]
    public async Task The_same_request_again_is_answered_alike_and_done_once()
    {
        var outcome = await ProposedAsync();
        var id = Valid.RequestId();
        var first = await Fiona.Plan.AgreeOutcomeAsync(Agree(outcome), id);

        var second = await Fiona.Plan.AgreeOutcomeAsync(Agree(outcome), id);

        Assert.Equal(first, second);
        Assert.Equal(["OutcomeProposed", "OutcomeAgreed"], await neighbours.JournalAsync(outcome.PersonId));
    }

    [Fact]
    public async Task The_same_request_id_with_another_body_is_refused()
    {
        var outcome = await ProposedAsync();
        var id = Valid.RequestId();
        await Fiona.Plan.AgreeOutcomeAsync(Agree(outcome), id);
        var other = Agree(outcome);
        other.Agreement.AskedHow = "Asked in another way";

        var refused = await Refusal.OfAsync(Fiona.Plan.AgreeOutcomeAsync(other, id));

        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id"), refused.Facts);
    }

    [Fact]
    public async Task Of_sixteen_at_once_one_agrees_and_fifteen_are_told_that_it_changed()
    {
        var outcome = await ProposedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await Fiona.Plan.AgreeOutcomeAsync(Agree(outcome));
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(answers, StatusCode.OK);
        Assert.Equal(15, answers.Count(a => a == StatusCode.Aborted));
    }

    [Fact]
    public async Task A_stranger_cannot_tell_a_record_from_none()
    {
        var outcome = await ProposedAsync();

        var notAllowed = await Refusal.OfAsync(neighbours.Nadia.Plan.AgreeOutcomeAsync(Agree(outcome)));
        var unknown = await Refusal.OfAsync(neighbours.Nadia.Plan.AgreeOutcomeAsync(Agree(new V1.Outcome(outcome)
        {
            PersonId = Guid.NewGuid().ToString(),
            OutcomeId = Guid.NewGuid().ToString(),
        })));

        Assert.Equal(StatusCode.NotFound, notAllowed.Code);
        Assert.Equal(unknown.Bytes, notAllowed.Bytes);
    }

    [Fact]
    public async Task With_their_own_sign_in_a_person_agrees_without_being_asked_by_anybody()
    {
        var personId = await neighbours.CallumsAsync();
        var callum = neighbours.Callum;
        var proposed = (await callum.Plan.ProposeOutcomeAsync(
            new() { PersonId = personId, Statement = "Enough" })).Outcome;

        var agreed = (await callum.Plan.AgreeOutcomeAsync(Agree(proposed, new V1.Agreement()))).Outcome;

        Assert.Equal(Writer.Person, agreed.Agreement.WrittenBy);
        Assert.Equal(["own_sign_in"], agreed.Agreement.How);
        Assert.True(agreed.Voice.IsPersonsVoice);
    }
}
