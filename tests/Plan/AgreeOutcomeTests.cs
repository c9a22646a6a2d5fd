using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Tests.Plan;

/// <summary>The whole operation over real services: reply, refusals, races.</summary>
[Collection(nameof(OnePlatform))]
public sealed class AgreeOutcomeTests(Platform platform)
{
    private static Voice Spoken => new() { SaidBy = Speaker.Person, How = { "spoken" } };

    private static Agreement Asked => new()
    {
        AgreedBy = AgreedBy.Person,
        AskedHow = "Read back to her",
        How = { "spoken" },
        AgreedOn = "2026-03-01",
    };

    private async Task<(Caller Eileen, Outcome Outcome)> ProposedAsync()
    {
        var eileen = await platform.SignInAsync("eileen");
        var personId = await platform.RegisterPersonAsync(eileen, "adult");
        // With no broker, straight after registering: the copy of who may look is caught up before a refusal is final.
        var proposed = await eileen.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = personId,
            Statement = "Back in my own kitchen",
            Voice = Spoken,
        });
        return (eileen, proposed.Outcome);
    }

    private static AgreeOutcomeRequest Agree(Outcome outcome, Agreement? agreement = null) => new()
    {
        PersonId = outcome.PersonId,
        OutcomeId = outcome.OutcomeId,
        Agreement = agreement ?? Asked,
        Etag = outcome.Etag,
    };

    [Fact]
    public async Task The_persons_agreement_is_kept_with_how_it_was_asked_and_who_wrote_it_down()
    {
        var (eileen, outcome) = await ProposedAsync();

        var agreed = (await eileen.Plan.AgreeOutcomeAsync(Agree(outcome))).Outcome;

        Assert.Equal(OutcomeState.Agreed, agreed.State);
        Assert.Equal("Read back to her", agreed.Agreement.AskedHow);
        Assert.Equal(Writer.Practitioner, agreed.Agreement.WrittenBy);
        Assert.NotEqual(outcome.Etag, agreed.Etag);
        var read = await eileen.Plan.GetOutcomeAsync(new() { PersonId = outcome.PersonId, OutcomeId = outcome.OutcomeId });
        Assert.Equal(agreed, read.Outcome);
    }

    [Fact]
    public async Task Without_the_person_asked_there_is_no_agreement()
    {
        var (eileen, outcome) = await ProposedAsync();

        var refused = await Refusal.OfAsync(eileen.Plan.AgreeOutcomeAsync(Agree(outcome, new Agreement
        {
            AgreedBy = AgreedBy.Person,
            How = { "spoken" },
            AgreedOn = "2026-03-01",
        })));

        Assert.Equal((StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "agreement.asked_how"), refused.Facts);
        var read = await eileen.Plan.GetOutcomeAsync(new() { PersonId = outcome.PersonId, OutcomeId = outcome.OutcomeId });
        Assert.Equal(OutcomeState.Proposed, read.Outcome.State);
    }

    [Fact]
    public async Task A_stale_etag_is_refused_with_the_state_as_it_is_now()
    {
        var (eileen, outcome) = await ProposedAsync();
        var agreed = (await eileen.Plan.AgreeOutcomeAsync(Agree(outcome))).Outcome;

        var refused = await Refusal.OfAsync(eileen.Plan.AgreeOutcomeAsync(Agree(outcome)));

        Assert.Equal((StatusCode.Aborted, "ETAG_STALE", "etag"), refused.Facts);
        Assert.Equal(agreed, refused.Current<Outcome>());
    }

    [Fact]
    public async Task The_same_request_again_is_answered_alike_and_done_once()
    {
        var (eileen, outcome) = await ProposedAsync();
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };
        var first = await eileen.Plan.AgreeOutcomeAsync(Agree(outcome), id);

        var second = await eileen.Plan.AgreeOutcomeAsync(Agree(outcome), id);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task The_same_request_id_with_another_body_is_refused()
    {
        var (eileen, outcome) = await ProposedAsync();
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };
        await eileen.Plan.AgreeOutcomeAsync(Agree(outcome), id);
        var other = Agree(outcome);
        other.Agreement.AskedHow = "Asked in another way";

        var refused = await Refusal.OfAsync(eileen.Plan.AgreeOutcomeAsync(other, id));

        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id"), refused.Facts);
    }

    [Fact]
    public async Task Of_sixteen_at_once_one_agrees_and_fifteen_are_told_that_it_changed()
    {
        var (eileen, outcome) = await ProposedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await eileen.Plan.AgreeOutcomeAsync(Agree(outcome));
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
        var (_, outcome) = await ProposedAsync();
        var stranger = await platform.SignInAsync("nadia");

        var notAllowed = await Refusal.OfAsync(stranger.Plan.AgreeOutcomeAsync(Agree(outcome)));
        var unknown = await Refusal.OfAsync(stranger.Plan.AgreeOutcomeAsync(Agree(new Outcome(outcome)
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
        var (personId, callum) = await platform.RegisterWithLoginAsync("callum");
        var proposed = (await callum.Plan.ProposeOutcomeAsync(new() { PersonId = personId, Statement = "Enough" })).Outcome;

        var agreed = (await callum.Plan.AgreeOutcomeAsync(Agree(proposed, new Agreement()))).Outcome;

        Assert.Equal(Writer.Person, agreed.Agreement.WrittenBy);
        Assert.Equal(["own_sign_in"], agreed.Agreement.How);
        Assert.True(agreed.Voice.IsPersonsVoice);
    }
}

/// <summary>One platform for all of Plan's service tests; every test registers its own people.</summary>
[CollectionDefinition(nameof(OnePlatform))]
public sealed class OnePlatform : ICollectionFixture<Platform>;
