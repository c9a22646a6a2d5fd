using Grpc.Core;
using PersonalOutcomes.Events;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class DrawOnStrengthTests(Neighbours neighbours)
{
    [Fact]
    public async Task R05_A_strength_is_shown_on_the_outcome_that_draws_on_it_and_makes_no_etag_stale()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var (songs, bread) = (await StrengthAsync(outcome.PersonId), await StrengthAsync(outcome.PersonId));

        await DrawAsync(neighbours.Fiona, outcome, songs);
        neighbours.Later();
        var drawn = await DrawAsync(neighbours.Ruth, outcome, bread);

        Assert.Equal(new V1.Outcome(outcome) { StrengthIds = { songs, bread } }, drawn);
        foreach (var reader in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            Assert.Equal(drawn, (await reader.ReadAsync(outcome)).Outcome);
            Assert.Equal([drawn], (await reader.PlanAsync(outcome.PersonId)).Outcomes);
        }
        Assert.Equal(["OutcomeProposed", "StrengthDrawnOn", "StrengthDrawnOn"],
            await neighbours.JournalAsync(outcome.PersonId));
    }

    [Fact]
    public async Task R05_It_is_shown_to_nobody_who_may_not_see_both()
    {
        var personId = await neighbours.SharedAsync();
        var (open, hidden) = (await neighbours.ProposeAsync(personId),
            await neighbours.ProposeAsync(personId, neighbours.SocialWork));
        var (songs, secret) = (await StrengthAsync(personId),
            await StrengthAsync(personId, neighbours.SocialWork));
        await DrawAsync(neighbours.Fiona, open, secret);
        await DrawAsync(neighbours.Fiona, open, songs);
        await DrawAsync(neighbours.Fiona, hidden, songs);
        await neighbours.LevelAsync("conversation");

        Assert.Equal([songs], (await neighbours.Ruth.ReadAsync(open)).Outcome.StrengthIds);
        var plan = await neighbours.Ruth.PlanAsync(personId);
        Assert.Equal([songs], Assert.Single(plan.Outcomes).StrengthIds);
        await neighbours.Fiona.Entries("conversation").WithholdItemAsync(
            new() { PersonId = personId, ItemId = songs, WithheldFrom = { neighbours.SocialWork } });
        await neighbours.LevelAsync("conversation");
        Assert.Empty((await neighbours.Ruth.ReadAsync(open)).Outcome.StrengthIds);
        Assert.Equal(2, (await neighbours.Fiona.ReadAsync(open)).Outcome.StrengthIds.Count);
    }

    [Fact]
    public async Task R05_A_strength_that_was_made_in_error_is_drawn_on_no_more()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var songs = await StrengthAsync(outcome.PersonId);
        await DrawAsync(neighbours.Fiona, outcome, songs);

        await neighbours.Fiona.Entries("conversation").EnterInErrorAsync(new()
        {
            PersonId = outcome.PersonId,
            ItemId = songs,
            Reason = Access.V1.MistakeReason.WrongRecord,
        });
        await neighbours.LevelAsync("conversation");

        Assert.Empty((await neighbours.Ruth.ReadAsync(outcome)).Outcome.StrengthIds);
    }

    [Fact]
    public async Task R05_Taken_back_it_is_gone_and_the_plan_of_then_shows_it_still()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var songs = await StrengthAsync(outcome.PersonId);
        var before = neighbours.Now();
        neighbours.Later();
        await DrawAsync(neighbours.Fiona, outcome, songs);
        var then = neighbours.Now();
        neighbours.Later();

        var back = await TakeBackAsync(neighbours.Ruth, outcome, songs);

        Assert.Equal(outcome, back);
        Assert.Equal([outcome], (await neighbours.Fiona.PlanAsync(outcome.PersonId)).Outcomes);
        Assert.Equal([songs], (await neighbours.Fiona.PlanAsync(outcome.PersonId, then)).Outcomes.Single().StrengthIds);
        Assert.Empty((await neighbours.Fiona.PlanAsync(outcome.PersonId, before)).Outcomes.Single().StrengthIds);
        await TakeBack(neighbours.Fiona, outcome, songs)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_DRAWN_ON", "strength_id");
        neighbours.Later();
        Assert.Equal([songs], (await DrawAsync(neighbours.Fiona, outcome, songs)).StrengthIds);
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_says_what_it_is_built_on()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.CallumsAsync());
        var songs = await StrengthAsync(outcome.PersonId);

        Assert.Equal([songs], (await DrawAsync(neighbours.Callum, outcome, songs)).StrengthIds);
    }

    [Fact]
    public async Task What_is_unknown_anothers_hidden_or_no_strength_is_refused_alike()
    {
        var personId = await neighbours.SharedAsync();
        var outcome = await neighbours.ProposeAsync(personId);
        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = personId,
            WhatMatters = "Enough.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
        })).View.ViewId;
        var refusals = new HashSet<string>();
        foreach (var id in new[]
        {
            Guid.NewGuid().ToString(), await StrengthAsync(await neighbours.SharedAsync()),
            await StrengthAsync(personId, neighbours.SocialWork), view,
        })
        {
            refusals.Add((await Draw(neighbours.Ruth, outcome, id)
                .RefusedAsync(StatusCode.FailedPrecondition, "STRENGTH_NOT_THEIRS", "strength_id")).Bytes);
        }
        Assert.Single(refusals);
        Assert.Equal(["OutcomeProposed"], await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task Of_an_outcome_that_is_hidden_or_unknown_nothing_is_said_and_twice_is_refused()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var unknown = new V1.Outcome(hidden) { OutcomeId = Guid.NewGuid().ToString() };
        var songs = await StrengthAsync(personId);
        await DrawAsync(neighbours.Fiona, hidden, songs);

        Assert.Equal((await Draw(neighbours.Ruth, unknown, songs).NotFoundAsync()).Bytes,
            (await Draw(neighbours.Ruth, hidden, songs).NotFoundAsync()).Bytes);
        Assert.Equal((await TakeBack(neighbours.Ruth, unknown, songs).NotFoundAsync()).Bytes,
            (await TakeBack(neighbours.Ruth, hidden, songs).NotFoundAsync()).Bytes);
        await Draw(neighbours.Fiona, hidden, songs)
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_DRAWN_ON", "strength_id");
        await Draw(neighbours.Fiona, hidden, "songs").RefusedAsync(
            StatusCode.InvalidArgument, "ID_MALFORMED", "strength_id");
    }

    [Fact]
    public async Task Told_again_and_in_any_order_the_strengths_are_the_same()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var secret = await StrengthAsync(outcome.PersonId, neighbours.SocialWork);
        await DrawAsync(neighbours.Fiona, outcome, secret);

        var told = await neighbours.ToldAsync<StrengthRecorded>("conversation", outcome.PersonId);
        await neighbours.TellAgainAsync("conversation", told, OnStrengthRecorded.ApplyAsync);

        Assert.True(Assert.Single(told).Event.HealthAuthored);
        Assert.Equal([secret], (await neighbours.Fiona.ReadAsync(outcome)).Outcome.StrengthIds);
        Assert.Empty((await neighbours.Ruth.ReadAsync(outcome)).Outcome.StrengthIds);
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var (songs, bread) = (await StrengthAsync(outcome.PersonId), await StrengthAsync(outcome.PersonId));
        var (id, backId) = (Valid.RequestId(), Valid.RequestId());
        var request = new DrawOnStrengthRequest
        {
            PersonId = outcome.PersonId,
            OutcomeId = outcome.OutcomeId,
            StrengthId = songs,
        };
        var back = new TakeBackStrengthRequest
        {
            PersonId = outcome.PersonId,
            OutcomeId = outcome.OutcomeId,
            StrengthId = songs,
        };

        var first = await neighbours.Fiona.Plan.DrawOnStrengthAsync(request, id);
        Assert.Equal(first, await neighbours.Fiona.Plan.DrawOnStrengthAsync(request, id));
        request.StrengthId = bread;
        await neighbours.Fiona.Plan.DrawOnStrengthAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");
        var taken = await neighbours.Fiona.Plan.TakeBackStrengthAsync(back, backId);
        Assert.Equal(taken, await neighbours.Fiona.Plan.TakeBackStrengthAsync(back, backId));

        Assert.Equal(["OutcomeProposed", "StrengthDrawnOn", "StrengthTakenBack"],
            await neighbours.JournalAsync(outcome.PersonId));
    }

    private async Task<string> StrengthAsync(string personId, params string[] withheldFrom) =>
        (await neighbours.Fiona.Conversation.RecordStrengthAsync(new()
        {
            PersonId = personId,
            Words = "He knows every song by heart.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
            WithheldFrom = { withheldFrom },
        })).Strength.StrengthId;

    private static AsyncUnaryCall<DrawOnStrengthResponse> Draw(Caller by, V1.Outcome outcome, string strengthId) =>
        by.Plan.DrawOnStrengthAsync(new()
        {
            PersonId = outcome.PersonId,
            OutcomeId = outcome.OutcomeId,
            StrengthId = strengthId,
        });

    private static AsyncUnaryCall<TakeBackStrengthResponse> TakeBack(
        Caller by, V1.Outcome outcome, string strengthId) => by.Plan.TakeBackStrengthAsync(new()
        {
            PersonId = outcome.PersonId,
            OutcomeId = outcome.OutcomeId,
            StrengthId = strengthId,
        });

    private static async Task<V1.Outcome> DrawAsync(Caller by, V1.Outcome outcome, string strengthId) =>
        (await Draw(by, outcome, strengthId)).Outcome;

    private static async Task<V1.Outcome> TakeBackAsync(Caller by, V1.Outcome outcome, string strengthId) =>
        (await TakeBack(by, outcome, strengthId)).Outcome;
}
