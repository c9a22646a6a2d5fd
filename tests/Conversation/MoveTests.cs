using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

/// <summary>What was recorded in the wrong record, in the right one.</summary>
[Collection(nameof(Together))]
public sealed class MoveTests(Neighbours neighbours)
{
    private const string Day = "2026-03-02";

    [Fact]
    public async Task A_conversation_is_moved_with_all_that_its_team_recorded_of_it_as_it_was_said()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var request = Valid.Note(wrong);
        request.TeamIds.Add(neighbours.SocialWork);
        request.Views.Add(new NewView { WhatMatters = "That Ann is not alone.", Voice = Valid.Spoken() });
        request.Strengths.Add(new NewStrength { Words = "I can still make her laugh.", Voice = Valid.Spoken() });
        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(request);
        var (talk, view) = (told.Conversation.ConversationId, told.Views[0]);
        neighbours.Later();
        await neighbours.Fiona.Conversation.ReviseViewAsync(new()
        {
            PersonId = wrong,
            ViewId = view.ViewId,
            WhatMatters = "That Ann is not alone at night.",
            Voice = Valid.Spoken(),
        });
        await neighbours.Fiona.Conversation.ReflectBackAsync(new()
        {
            PersonId = wrong,
            ConversationId = talk,
            PlayedBack = "Ann, at night.",
            Answer = V1.ReflectionAnswer.Agreed,
            Voice = Valid.Spoken(),
        });
        var kept = (await neighbours.Fiona.Conversation.ReflectBackAsync(new()
        {
            PersonId = wrong,
            ConversationId = talk,
            PlayedBack = "What the others need not hear.",
            Answer = V1.ReflectionAnswer.NotAsked,
        })).Reflection;
        await neighbours.Fiona.Entries("conversation").WithholdItemAsync(
            new() { PersonId = wrong, ItemId = kept.ReflectionId, WithheldFrom = { neighbours.SocialWork } });
        // What another team recorded of it is gone with it, and theirs to record anew.
        var ruths = Valid.Strength(wrong);
        ruths.ConversationId = talk;
        await neighbours.Ruth.Conversation.RecordStrengthAsync(ruths);
        var before = await AllAsync(neighbours.Fiona, wrong);
        Assert.Equal((1, 2, 2), (before.Talks.Count, before.Views.Count, before.Strengths.Count));
        neighbours.Later();

        var moved = await neighbours.Fiona.Entries("conversation").MoveItemAsync(Move(wrong, talk, right));

        var there = await AllAsync(neighbours.Ruth, right);
        var (was, at) = (Assert.Single(before.Talks), Assert.Single(there.Talks));
        Assert.Equal((moved.ItemId, was.WhatWasSaid, was.HappenedOn, was.RecordTime),
            (at.ConversationId, at.WhatWasSaid, at.HappenedOn, at.RecordTime));
        Assert.Equal(was.TeamIds, at.TeamIds);
        Assert.Equal("Ann, at night.", Assert.Single(at.Reflections).PlayedBack);
        Assert.Equal(before.Views.Select(v => (v.WhatMatters, v.RecordTime, v.SaidAnew)),
            there.Views.Select(v => (v.WhatMatters, v.RecordTime, v.SaidAnew)));
        Assert.All(there.Views, v => Assert.Equal(moved.ItemId, v.ConversationId));
        Assert.Equal(there.Views[1].ViewId, there.Views[0].EarlierViewId);
        Assert.Equal(("I can still make her laugh.", moved.ItemId),
            (Assert.Single(there.Strengths).Words, there.Strengths[0].ConversationId));
        var left = await AllAsync(neighbours.Fiona, wrong);
        Assert.Equal((0, 0, 0), (left.Talks.Count, left.Views.Count, left.Strengths.Count));
    }

    [Fact]
    public async Task A_view_that_is_moved_before_its_conversation_hangs_on_it_again_when_that_comes()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var request = Valid.Note(wrong);
        request.Views.Add(new NewView { WhatMatters = "To be asked first.", Voice = Valid.Spoken() });
        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(request);
        var entries = neighbours.Fiona.Entries("conversation");

        await entries.MoveItemAsync(Move(wrong, told.Views[0].ViewId, right));
        Assert.Equal("", Assert.Single((await AllAsync(neighbours.Fiona, right)).Views).ConversationId);

        var moved = await entries.MoveItemAsync(Move(wrong, told.Conversation.ConversationId, right));
        Assert.Equal(moved.ItemId, Assert.Single((await AllAsync(neighbours.Fiona, right)).Views).ConversationId);
    }

    [Fact]
    public async Task Moved_back_again_it_is_there_and_once_more_in_the_first()
    {
        var (one, two) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var first = (await neighbours.Fiona.Conversation.RecordStrengthAsync(Valid.Strength(one))).Strength;
        var entries = neighbours.Fiona.Entries("conversation");

        var there = (await entries.MoveItemAsync(Move(one, first.StrengthId, two))).ItemId;
        await entries.MoveItemAsync(Move(one, first.StrengthId, two))
            .RefusedAsync(StatusCode.FailedPrecondition, "ENTERED_IN_ERROR", "item_id");
        var back = (await entries.MoveItemAsync(Move(two, there, one))).ItemId;
        var again = (await entries.MoveItemAsync(Move(one, back, two))).ItemId;

        Assert.Equal(4, new[] { first.StrengthId, there, back, again }.Distinct().Count());
        Assert.Equal(again, Assert.Single((await AllAsync(neighbours.Ruth, two)).Strengths).StrengthId);
        Assert.Empty((await AllAsync(neighbours.Ruth, one)).Strengths);
    }

    [Fact]
    public async Task What_was_withheld_here_is_withheld_there_from_birth()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var request = Valid.View(wrong);
        request.WithheldFrom.Add(neighbours.SocialWork);
        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(request)).View;

        await neighbours.Fiona.Entries("conversation").MoveItemAsync(Move(wrong, view.ViewId, right));

        Assert.Empty((await AllAsync(neighbours.Ruth, right)).Views);
        Assert.Single((await AllAsync(neighbours.Fiona, right)).Views);
    }

    [Fact]
    public async Task What_they_can_not_have_said_after_they_died_is_not_moved_to_them()
    {
        var (wrong, died) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var (held, late) = (Valid.Note(wrong), Valid.Note(wrong));
        (held.HappenedOn, late.HappenedOn) = (Day, "2026-03-03");
        var (talk, after) = (await RecordAsync(held), await RecordAsync(late));
        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(Valid.View(wrong))).View;
        var entries = neighbours.Fiona.Entries("conversation");
        await neighbours.DiesAsync(died, "conversation", Day);

        await entries.MoveItemAsync(Move(wrong, after, died))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "happened_on");
        await entries.MoveItemAsync(Move(wrong, view.ViewId, died))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "voice.said_by");
        Assert.Equal(2, (await AllAsync(neighbours.Fiona, wrong)).Talks.Count);

        var moved = await entries.MoveItemAsync(Move(wrong, talk, died));
        Assert.Equal(moved.ItemId, Assert.Single((await AllAsync(neighbours.Fiona, died)).Talks).ConversationId);
    }

    [Fact]
    public async Task A_reflection_goes_with_its_conversation_and_not_alone()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var talk = await RecordAsync(Valid.Note(wrong));
        var reflection = (await neighbours.Fiona.Conversation.ReflectBackAsync(new()
        {
            PersonId = wrong,
            ConversationId = talk,
            PlayedBack = "Ann, at night.",
            Answer = V1.ReflectionAnswer.NotAsked,
        })).Reflection;

        await neighbours.Fiona.Entries("conversation").MoveItemAsync(Move(wrong, reflection.ReflectionId, right))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_MOVED", "item_id");
        Assert.Single(Assert.Single((await AllAsync(neighbours.Fiona, wrong)).Talks).Reflections);
    }

    private static MoveItemRequest Move(string personId, string itemId, string toPersonId) =>
        new() { PersonId = personId, ItemId = itemId, ToPersonId = toPersonId };

    private async Task<string> RecordAsync(RecordConversationRequest request) =>
        (await neighbours.Fiona.Conversation.RecordConversationAsync(request)).Conversation.ConversationId;

    private static async Task<(IList<V1.Conversation> Talks, IList<V1.View> Views, IList<V1.Strength> Strengths)>
        AllAsync(Caller caller, string personId) => (
            (await caller.Conversation.ListConversationsAsync(new() { PersonId = personId })).Conversations,
            (await caller.Conversation.ListViewsAsync(new() { PersonId = personId })).Views,
            (await caller.Conversation.ListStrengthsAsync(new() { PersonId = personId })).Strengths);
}
