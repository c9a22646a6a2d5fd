using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class ProposeOutcomeTests(Neighbours neighbours)
{
    [Fact]
    public async Task R03_What_matters_is_kept_as_it_was_said_with_whoever_said_it_and_waits_for_agreement()
    {
        var request = Valid.Outcome(await neighbours.SharedAsync());
        request.Voice = Valid.Spoken(Speaker.Family, "his wife Ann");

        var outcome = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome;

        Assert.Equal((request.Statement, request.Why, V1.Direction.GetBack, V1.OutcomeState.Proposed),
            (outcome.Statement, outcome.Why, outcome.Direction, outcome.State));
        Assert.Null(outcome.Agreement);
        Assert.Equal(new Voice(request.Voice) { WrittenBy = Writer.Practitioner }, outcome.Voice);
        Assert.Equal(new GetOutcomeResponse { Outcome = outcome }, await neighbours.Ruth.ReadAsync(outcome));
    }

    [Theory]
    [InlineData(true, "spoken", "interpreter")]
    [InlineData(false, "spoken", "family")]
    [InlineData(false, "observed")]
    public async Task Only_what_came_from_the_person_through_direct_channels_is_their_voice(
        bool isPersons, params string[] how)
    {
        var request = Valid.Outcome(await neighbours.RegisterAsync());
        request.Voice = new() { SaidBy = Speaker.Person, How = { how } };

        var voice = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome.Voice;

        Assert.Equal(isPersons, voice.IsPersonsVoice);
        Assert.Equal(how, voice.How);
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_says_what_matters_and_no_more_is_asked()
    {
        var personId = await neighbours.CallumsAsync();

        var outcome = (await neighbours.Callum.Plan.ProposeOutcomeAsync(
            new() { PersonId = personId, Statement = "A week without counting." })).Outcome;

        Assert.Equal(new Voice
        {
            SaidBy = Speaker.Person,
            How = { "own_sign_in" },
            WrittenBy = Writer.Person,
            IsPersonsVoice = true,
        }, outcome.Voice);
        Assert.Equal(("", V1.Direction.Unspecified), (outcome.Why, outcome.Direction));
        Assert.Equal(outcome, (await neighbours.Ruth.ReadAsync(outcome)).Outcome);
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_speaks_for_nobody_else()
    {
        var request = Valid.Outcome(await neighbours.CallumsAsync());
        request.Voice.SaidBy = Speaker.Family;
        await neighbours.Callum.Plan.ProposeOutcomeAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "NOT_YOUR_VOICE", "voice.said_by");
    }

    public static TheoryData<string, string, Action<ProposeOutcomeRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "statement", r => r.Statement = " \n" },
        { "WORDS_TOO_LONG", "statement", r => r.Statement = new string('a', 4001) },
        { "WORDS_UNREADABLE", "statement", r => r.Statement = "Enough\u0007" },
        { "WORDS_TOO_LONG", "why", r => r.Why = new string('a', 4001) },
        { "CODE_UNKNOWN", "direction", r => r.Direction = (V1.Direction)9 },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "CODE_UNKNOWN", "voice.said_by", r => r.Voice.SaidBy = (Speaker)9 },
        { "WORDS_MISSING", "voice.said_by_name", r => r.Voice.SaidBy = Speaker.Other },
        { "WORDS_TOO_LONG", "voice.said_by_name", r => r.Voice.SaidByName = new string('a', 201) },
        { "CODE_MISSING", "voice.how", r => r.Voice.How.Clear() },
        { "CODE_UNKNOWN", "voice.how", r => r.Voice.How.Add("own_sign_in") },
        { "ID_MISSING", "person_id", r => r.PersonId = "" },
        { "ID_MALFORMED", "source_id", r => r.SourceId = "that talk" },
        { "ID_MALFORMED", "withheld_from", r => r.WithheldFrom.Add("social work") },
        {
            "TOO_MANY", "withheld_from",
            r => r.WithheldFrom.Add(Enumerable.Range(0, 51).Select(_ => Guid.NewGuid().ToString()))
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<ProposeOutcomeRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var request = Valid.Outcome(personId);
        change(request);

        await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.PlanAsync(personId)).Outcomes);
        Assert.Empty(await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task The_longest_words_are_kept_to_the_letter()
    {
        var request = Valid.Outcome(await neighbours.RegisterAsync());
        (request.Statement, request.Why) = (new string('ö', 4000), "  As it was said,\n\tspaces and all.  ");

        var outcome = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome;

        var read = (await neighbours.Fiona.ReadAsync(outcome)).Outcome;
        Assert.Equal((request.Statement, request.Why), (read.Statement, read.Why));
    }

    [Fact]
    public async Task R56_The_source_is_shown_to_whoever_may_see_it_and_the_outcome_to_all_involved()
    {
        var personId = await neighbours.SharedAsync();
        var heard = await neighbours.Fiona.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = "2026-03-02",
            WhatWasSaid = "The money runs out on a Wednesday.",
            Views = { new Conversations.V1.NewView { WhatMatters = "Enough.", Voice = Heard } },
        });
        var (conversationId, viewId) = (heard.Conversation.ConversationId, heard.Views.Single().ViewId);

        foreach (var (sourceId, ruthReads) in new[] { (conversationId, ""), (viewId, viewId) })
        {
            var request = Valid.Outcome(personId);
            request.SourceId = sourceId;
            var outcome = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome;

            var (hers, ruths) = (await neighbours.Fiona.ReadAsync(outcome), await neighbours.Ruth.ReadAsync(outcome));
            Assert.Equal((sourceId, ruthReads), (hers.Outcome.SourceId, ruths.Outcome.SourceId));
            Assert.Equal(hers.Outcome.Etag, ruths.Outcome.Etag);
            Assert.Equal(ruthReads, (await neighbours.Ruth.PlanAsync(personId)).Outcomes
                .Single(o => o.OutcomeId == outcome.OutcomeId).SourceId);
        }
    }

    [Fact]
    public async Task A_source_that_is_unknown_another_persons_withheld_or_not_heard_is_refused_alike()
    {
        var (personId, other) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var (withheld, another) = (View(personId), View(other));
        withheld.WithheldFrom.Add(neighbours.SocialWork);
        var notHeard = await neighbours.Fiona.Conversation.RecordConversationAsync(
            new() { PersonId = personId, HappenedOn = "2026-03-02", WhatWasSaid = "He is tired." });
        var refusals = new HashSet<string>();
        foreach (var sourceId in new[]
        {
            Guid.NewGuid().ToString(),
            (await neighbours.Fiona.Conversation.RecordViewAsync(another)).View.ViewId,
            (await neighbours.Fiona.Conversation.RecordViewAsync(withheld)).View.ViewId,
            notHeard.Conversation.ConversationId,
        })
        {
            var request = Valid.Outcome(personId);
            request.SourceId = sourceId;
            refusals.Add((await neighbours.Ruth.Plan.ProposeOutcomeAsync(request)
                .RefusedAsync(StatusCode.FailedPrecondition, "SOURCE_NOT_THEIRS", "source_id")).Bytes);
        }
        Assert.Single(refusals);
        Assert.Empty(await neighbours.JournalAsync(personId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Withheld_from_birth_it_does_not_exist_for_the_team_or_agency_nor_does_what_hangs_on_it(
        bool byAgency)
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var before = await neighbours.Ruth.PlanAsync(personId);

        var hidden = await neighbours.ProposeAsync(
            personId, byAgency ? neighbours.Ruth.AgencyId : neighbours.SocialWork);
        await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId, hidden.OutcomeId));
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, hidden.OutcomeId, money.OutcomeId));

        Assert.Equal(before, await neighbours.Ruth.PlanAsync(personId));
        Assert.Empty((await neighbours.Ruth.ReadAsync(money)).Outcome.BlockedBy);
        var (known, unknown) = (
            await neighbours.Ruth.Plan.GetOutcomeAsync(
                new() { PersonId = personId, OutcomeId = hidden.OutcomeId }).NotFoundAsync(),
            await neighbours.Ruth.Plan.GetOutcomeAsync(
                new() { PersonId = personId, OutcomeId = Guid.NewGuid().ToString() }).NotFoundAsync());
        Assert.Equal(unknown.Bytes, known.Bytes);
        var whole = await neighbours.Fiona.PlanAsync(personId);
        Assert.Equal((2, 1), (whole.Outcomes.Count, whole.Steps.Count));
        Assert.Equal([hidden.OutcomeId], (await neighbours.Fiona.ReadAsync(money)).Outcome.BlockedBy);
    }

    [Fact]
    public async Task A_repeat_does_not_tell_what_has_been_withheld_since()
    {
        var request = Valid.Outcome(await neighbours.SharedAsync());
        var id = Valid.RequestId();
        var first = (await neighbours.Ruth.Plan.ProposeOutcomeAsync(request, id)).Outcome;
        var revision = Valid.Revise((await neighbours.Fiona.ReadAsync(first)).Outcome);
        revision.WithheldFrom.Add(neighbours.SocialWork);
        await neighbours.Fiona.Plan.ReviseOutcomeAsync(revision);

        await neighbours.Ruth.Plan.ProposeOutcomeAsync(request, id).NotFoundAsync();
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var request = Valid.Outcome(await neighbours.RegisterAsync());
        var id = Valid.RequestId();

        var first = await neighbours.Fiona.Plan.ProposeOutcomeAsync(request, id);
        var again = await neighbours.Fiona.Plan.ProposeOutcomeAsync(request, id);
        request.Why = "Something else.";
        await neighbours.Fiona.Plan.ProposeOutcomeAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Equal(["OutcomeProposed"], await neighbours.JournalAsync(request.PersonId));
    }

    [Fact]
    public async Task Sixteen_times_at_once_the_same_request_is_done_once_and_answered_alike()
    {
        var (request, id) = (Valid.Outcome(await neighbours.RegisterAsync()), Valid.RequestId());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => neighbours.Fiona.Plan.ProposeOutcomeAsync(request, id).ResponseAsync));

        Assert.Single(answers.Distinct());
        Assert.Equal(["OutcomeProposed"], await neighbours.JournalAsync(request.PersonId));
    }

    [Fact]
    public async Task The_same_request_id_of_somebody_else_is_another_request()
    {
        var (request, id) = (Valid.Outcome(await neighbours.SharedAsync()), Valid.RequestId());

        var hers = await neighbours.Fiona.Plan.ProposeOutcomeAsync(request, id);
        var ruths = await neighbours.Ruth.Plan.ProposeOutcomeAsync(request, id);

        Assert.NotEqual(hers.Outcome.OutcomeId, ruths.Outcome.OutcomeId);
    }

    [Fact]
    public async Task Without_a_request_id_nothing_happens()
    {
        var request = Valid.Outcome(await neighbours.RegisterAsync());
        await neighbours.Fiona.Plan.ProposeOutcomeAsync(request, new Metadata { { "po-request-id", "" } })
            .RefusedAsync(StatusCode.InvalidArgument, "REQUEST_ID_MISSING", "po-request-id");
        Assert.Empty(await neighbours.JournalAsync(request.PersonId));
    }

    [Fact]
    public async Task A_stranger_cannot_tell_a_person_from_none()
    {
        var known = await neighbours.Nadia.Plan.ProposeOutcomeAsync(
            Valid.Outcome(await neighbours.RegisterAsync())).NotFoundAsync();
        var unknown = await neighbours.Nadia.Plan.ProposeOutcomeAsync(
            Valid.Outcome(Guid.NewGuid().ToString())).NotFoundAsync();
        Assert.Equal(unknown.Bytes, known.Bytes);
    }

    private static Conversations.V1.Voice Heard =>
        new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } };

    private static Conversations.V1.RecordViewRequest View(string personId) =>
        new() { PersonId = personId, WhatMatters = "Enough.", Voice = Heard };
}
