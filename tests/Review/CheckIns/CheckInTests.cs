using Grpc.Core;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>How things are, between two reviews.</summary>
[Collection(nameof(Together))]
public sealed class CheckInTests(Neighbours neighbours)
{
    [Fact]
    public async Task R15_From_listening_to_the_next_review_each_turn_of_the_cycle_is_there_to_be_read()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.Fiona.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = "2026-03-01",
            Kind = Conversations.V1.ConversationKind.Conversation,
            WhatWasSaid = "There is not enough for the three of us.",
        });
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        await neighbours.Fiona.Review.RecordReviewAsync(Valid.Review(personId, outcomeId));
        var request = CheckIn(personId, outcomeId);
        request.Travel = V1.Travel.Better;
        var told = (await neighbours.Ruth.Review.RecordCheckInAsync(request)).CheckIn;
        var next = Valid.Review(personId, outcomeId);
        next.HappenedOn = "2026-05-01";
        await neighbours.Ruth.Review.RecordReviewAsync(next);

        var of = new ListCheckInsRequest { PersonId = personId, OutcomeId = outcomeId };
        var between = Assert.Single((await neighbours.Fiona.Review.ListCheckInsAsync(of)).CheckIns);
        Assert.Equal(told, between);
        Assert.Equal(("The form is in.", true, V1.Travel.Better, neighbours.SocialWork),
            (between.Said.Words, between.Said.Voice.IsPersonsVoice, between.Travel, between.TeamId));
        Assert.Equal(["2026-05-01", "2026-04-02"], (await neighbours.Fiona.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = outcomeId })).Progress.Select(p => p.HappenedOn));
    }

    [Fact]
    public async Task They_are_read_newest_first_page_by_page_with_or_without_an_outcome()
    {
        var personId = await neighbours.RegisterAsync();
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        foreach (var day in new[] { "2026-03-01", "2026-05-01", "2026-04-01" })
        {
            var request = CheckIn(personId, day == "2026-04-01" ? outcomeId : "");
            request.HappenedOn = day;
            await neighbours.Fiona.Review.RecordCheckInAsync(request);
            neighbours.Later();
        }

        var first = await neighbours.Fiona.Review.ListCheckInsAsync(new() { PersonId = personId, PageSize = 2 });
        var second = await neighbours.Fiona.Review.ListCheckInsAsync(
            new() { PersonId = personId, PageSize = 2, PageToken = first.NextPageToken });

        Assert.Equal(["2026-05-01", "2026-04-01", "2026-03-01"],
            first.CheckIns.Concat(second.CheckIns).Select(c => c.HappenedOn));
        Assert.Equal(["", outcomeId, ""], first.CheckIns.Concat(second.CheckIns).Select(c => c.OutcomeId));
        Assert.Equal("", second.NextPageToken);
    }

    public static TheoryData<string, string, Action<RecordCheckInRequest>> Refusals => new()
    {
        { "DAY_MISSING", "happened_on", r => r.HappenedOn = "" },
        { "DAY_IN_FUTURE", "happened_on", r => r.HappenedOn = "2999-01-01" },
        { "WORDS_MISSING", "said.words", r => r.Said = null },
        { "WORDS_MISSING", "said.words", r => r.Said.Words = " " },
        { "CODE_MISSING", "said.voice.said_by", r => r.Said.Voice = null },
        { "CODE_UNKNOWN", "travel", r => r.Travel = (V1.Travel)9 },
        { "ID_MALFORMED", "outcome_id", r => r.OutcomeId = "money" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<RecordCheckInRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var request = CheckIn(personId);
        change(request);

        await neighbours.Fiona.Review.RecordCheckInAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.Review.ListCheckInsAsync(new() { PersonId = personId })).CheckIns);
    }

    [Fact]
    public async Task What_is_about_a_withheld_outcome_and_what_is_withheld_itself_is_not_there()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await Valid.OutcomeAsync(neighbours.Fiona, personId, neighbours.SocialWork);
        await neighbours.Fiona.Review.RecordCheckInAsync(CheckIn(personId, hidden));
        var withheld = CheckIn(personId);
        withheld.WithheldFrom.Add(neighbours.Ruth.AgencyId);
        await neighbours.Fiona.Review.RecordCheckInAsync(withheld);
        var shown = (await neighbours.Fiona.Review.RecordCheckInAsync(CheckIn(personId))).CheckIn;

        Assert.Equal(shown, Assert.Single((await neighbours.Ruth.Review.ListCheckInsAsync(
            new() { PersonId = personId })).CheckIns));
        Assert.Equal(3,
            (await neighbours.Fiona.Review.ListCheckInsAsync(new() { PersonId = personId })).CheckIns.Count);
        foreach (var outcomeId in new[] { hidden, Guid.NewGuid().ToString() })
        {
            await neighbours.Ruth.Review.ListCheckInsAsync(new() { PersonId = personId, OutcomeId = outcomeId })
                .NotFoundAsync();
            await neighbours.Ruth.Review.RecordCheckInAsync(CheckIn(personId, outcomeId))
                .RefusedAsync(StatusCode.FailedPrecondition, "OUTCOME_NOT_THEIRS", "outcome_id");
        }
        await neighbours.Nadia.Review.ListCheckInsAsync(new() { PersonId = personId }).NotFoundAsync();
        await neighbours.Nadia.Review.RecordCheckInAsync(CheckIn(personId)).NotFoundAsync();
    }

    [Fact]
    public async Task The_person_checks_in_by_their_own_sign_in_and_the_same_request_is_done_once()
    {
        var personId = await neighbours.CallumsAsync();
        var request = CheckIn(personId);
        request.Said.Voice = null;
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };

        var told = (await neighbours.Callum.Review.RecordCheckInAsync(request, id)).CheckIn;

        Assert.Equal(("", true, V1.Writer.Person),
            (told.TeamId, told.Said.Voice.IsPersonsVoice, told.Said.Voice.WrittenBy));
        Assert.Equal(told, (await neighbours.Callum.Review.RecordCheckInAsync(request, id)).CheckIn);
        Assert.Single((await neighbours.Ruth.Review.ListCheckInsAsync(new() { PersonId = personId })).CheckIns,
            c => c.CheckInId == told.CheckInId);
        request.Said.Words = "The form is out.";
        await neighbours.Callum.Review.RecordCheckInAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");
    }

    [Fact]
    public async Task After_somebody_died_others_tell_how_it_was_and_nobody_in_their_voice()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.DiesAsync(personId, "review", "2026-04-10");
        var after = CheckIn(personId);
        after.HappenedOn = "2026-04-11";

        await neighbours.Fiona.Review.RecordCheckInAsync(after)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "said.voice.said_by");
        after.Said.Voice = Valid.Spoken(V1.Speaker.Family, "his wife Ann");
        await neighbours.Fiona.Review.RecordCheckInAsync(after);
        var before = CheckIn(personId);
        before.HappenedOn = "2026-04-10";
        await neighbours.Fiona.Review.RecordCheckInAsync(before);

        Assert.Equal(["2026-04-11", "2026-04-10"], (await neighbours.Ruth.Review.ListCheckInsAsync(
            new() { PersonId = personId })).CheckIns.Select(c => c.HappenedOn));
    }

    [Fact]
    public async Task A_check_in_is_moved_once_the_outcome_that_it_is_about_has_been()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, wrong);
        var told = (await neighbours.Fiona.Review.RecordCheckInAsync(CheckIn(wrong, outcomeId))).CheckIn;
        var move = new Access.V1.MoveItemRequest { PersonId = wrong, ItemId = told.CheckInId, ToPersonId = right };

        await neighbours.Fiona.Entries("review").MoveItemAsync(move)
            .RefusedAsync(StatusCode.FailedPrecondition, "OUTCOME_NOT_THEIRS", "item_id");
        var outcome = await neighbours.Fiona.Entries("plan").MoveItemAsync(
            new() { PersonId = wrong, ItemId = outcomeId, ToPersonId = right });
        var moved = await neighbours.Fiona.Entries("review").MoveItemAsync(move);

        var asItWas = told.Clone();
        (asItWas.CheckInId, asItWas.PersonId, asItWas.OutcomeId) = (moved.ItemId, right, outcome.ItemId);
        Assert.Equal(asItWas, Assert.Single((await neighbours.Ruth.Review.ListCheckInsAsync(
            new() { PersonId = right })).CheckIns));
        Assert.Empty((await neighbours.Ruth.Review.ListCheckInsAsync(new() { PersonId = wrong })).CheckIns);
    }

    private static RecordCheckInRequest CheckIn(string personId, string outcomeId = "") => new()
    {
        PersonId = personId,
        HappenedOn = "2026-04-20",
        Said = new() { Words = "The form is in.", Voice = Valid.Spoken() },
        OutcomeId = outcomeId,
    };
}
