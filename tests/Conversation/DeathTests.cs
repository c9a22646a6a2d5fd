using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Database;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

/// <summary>What is still heard about a person who died, and what no more.</summary>
[Collection(nameof(Together))]
public sealed class DeathTests(Neighbours neighbours)
{
    private const string DiedOn = "2026-03-10", DayAfter = "2026-03-11";

    [Fact]
    public async Task A_conversation_up_to_the_day_is_written_down_and_none_after_it()
    {
        var personId = await DeadAsync();
        var (last, late) = (Valid.Note(personId), Valid.Note(personId));
        (last.HappenedOn, late.HappenedOn) = (DiedOn, DayAfter);
        last.Views.Add(new NewView { WhatMatters = "That Ann is not alone.", Voice = Valid.Spoken() });
        last.Strengths.Add(new NewStrength { Words = "I can still make her laugh.", Voice = Valid.Spoken() });
        var journal = await neighbours.JournalAsync("conversation", personId);

        await DiedAsync(neighbours.Fiona.Conversation.RecordConversationAsync(late), "happened_on");
        Assert.Equal(journal, await neighbours.JournalAsync("conversation", personId));

        var recorded = await neighbours.Ruth.Conversation.RecordConversationAsync(last);
        Assert.True(Assert.Single(recorded.Views).Voice.IsPersonsVoice);
        Assert.Equal(recorded.Conversation, (await neighbours.Ruth.Conversation.GetConversationAsync(
            new() { PersonId = personId, ConversationId = recorded.Conversation.ConversationId })).Conversation);
    }

    [Fact]
    public async Task What_the_person_said_comes_with_the_conversation_in_which_they_said_it()
    {
        var personId = await neighbours.SharedAsync();
        var held = await RecordAsync(personId, DiedOn);
        var wrong = await RecordAsync(personId, DayAfter);
        await neighbours.DiesAsync(personId, "conversation", DiedOn);
        var (view, strength) = (Valid.View(personId), Valid.Strength(personId));
        var journal = await neighbours.JournalAsync("conversation", personId);

        await DiedAsync(neighbours.Fiona.Conversation.RecordViewAsync(view), "voice.said_by");
        await DiedAsync(neighbours.Fiona.Conversation.RecordStrengthAsync(strength), "voice.said_by");
        // One that can't have been with them.
        (view.ConversationId, strength.ConversationId) = (wrong, wrong);
        await DiedAsync(neighbours.Fiona.Conversation.RecordViewAsync(view), "voice.said_by");
        await DiedAsync(neighbours.Fiona.Conversation.RecordStrengthAsync(strength), "voice.said_by");
        Assert.Equal(journal, await neighbours.JournalAsync("conversation", personId));

        (view.ConversationId, strength.ConversationId) = (held, held);
        Assert.True((await neighbours.Fiona.Conversation.RecordViewAsync(view)).View.Voice.IsPersonsVoice);
        Assert.Equal(held, (await neighbours.Fiona.Conversation.RecordStrengthAsync(strength)).Strength.ConversationId);
    }

    [Fact]
    public async Task What_family_tell_afterwards_is_theirs()
    {
        var personId = await neighbours.SharedAsync();
        var before = Valid.View(personId);
        before.Voice = Valid.Spoken(V1.Speaker.Family, "his wife Ann");
        var anns = (await neighbours.Fiona.Conversation.RecordViewAsync(before)).View;
        await neighbours.DiesAsync(personId, "conversation", DiedOn);
        var (view, strength) = (Valid.View(personId), Valid.Strength(personId));
        (view.Voice, strength.Voice) = (before.Voice, before.Voice);

        var told = (await neighbours.Fiona.Conversation.RecordViewAsync(view)).View;
        await neighbours.Fiona.Conversation.RecordStrengthAsync(strength);
        var anew = (await neighbours.Fiona.Conversation.ReviseViewAsync(new()
        {
            PersonId = personId,
            ViewId = anns.ViewId,
            WhatMatters = "He was at home to the last, and that mattered.",
            Voice = before.Voice,
        })).View;

        Assert.Equal((V1.Speaker.Family, "his wife Ann", false),
            (told.Voice.SaidBy, told.Voice.SaidByName, told.Voice.IsPersonsVoice));
        Assert.Equal(anns.ViewId, anew.EarlierViewId);
    }

    [Fact]
    public async Task Their_own_view_is_not_said_anew_and_nothing_is_played_back_to_them_after_the_day()
    {
        var personId = await neighbours.SharedAsync();
        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(Valid.View(personId))).View;
        var conversationId = await RecordAsync(personId, "2026-03-02");
        await neighbours.DiesAsync(personId, "conversation", DiedOn);
        var journal = await neighbours.JournalAsync("conversation", personId);

        await DiedAsync(neighbours.Fiona.Conversation.ReviseViewAsync(Anew(view)), "voice.said_by");
        await DiedAsync(neighbours.Fiona.Conversation.ReflectBackAsync(
            PlayedBack(personId, conversationId, DayAfter)), "happened_on");
        Assert.Equal(journal, await neighbours.JournalAsync("conversation", personId));

        await neighbours.Fiona.Conversation.ReflectBackAsync(PlayedBack(personId, conversationId, DiedOn));
        await neighbours.Fiona.Conversation.ReflectBackAsync(PlayedBack(personId, conversationId, ""));
    }

    [Fact]
    public async Task What_was_recorded_before_is_answered_again_and_after_a_mistake_everything_is_heard_again()
    {
        var personId = await neighbours.SharedAsync();
        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(Valid.View(personId))).View;
        var conversationId = await RecordAsync(personId, "2026-03-02");
        var calls = All(personId, view, conversationId);
        var ids = calls.ConvertAll(_ => Once());
        var answers = new List<IMessage>();
        foreach (var (asked, id) in calls.Zip(ids))
        {
            answers.Add(await asked(id));
        }
        await neighbours.DiesAsync(personId, "conversation", "2026-03-01");

        foreach (var ((asked, id), answer) in calls.Zip(ids).Zip(answers))
        {
            Assert.Equal(answer, await asked(id));
        }
        foreach (var asked in calls)
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => asked(Once()));
            Assert.Equal("PERSON_DIED", refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
        }

        // Not told here yet: the refusal is not final.
        await neighbours.ReverseDeathAsync(personId);
        foreach (var asked in calls)
        {
            await asked(Once());
        }
    }

    [Fact]
    public async Task Neither_their_own_sign_in_nor_whoever_acted_for_them_tells_anything_any_more()
    {
        var personId = await neighbours.SharedAsync();
        var iris = await neighbours.Platform.SignInAsync("iris");
        await iris.Sharing.BindLoginAsync(new()
        {
            Code = (await neighbours.Fiona.Sharing.PrintLoginCodeAsync(new() { PersonId = personId })).Code,
        });
        var catriona = await neighbours.RepresentedAsync(personId);
        var (view, strength, note) = (Valid.View(personId), Valid.Strength(personId), Valid.Note(personId));
        (view.Voice, strength.Voice) = (null, null);
        var conversationId =
            (await iris.Conversation.RecordConversationAsync(note)).Conversation.ConversationId;
        await catriona.Conversation.RecordViewAsync(view);
        await neighbours.DiesAsync(personId, "conversation", DiedOn);
        await neighbours.LevelAsync("conversation", "sharing");
        var journal = await neighbours.JournalAsync("conversation", personId);

        await DiedAsync(iris.Conversation.RecordConversationAsync(note), "person_id");
        await DiedAsync(iris.Conversation.ReflectBackAsync(
            PlayedBack(personId, conversationId, "", voice: null)), "person_id");
        (view.ConversationId, strength.ConversationId) = (conversationId, conversationId);
        await DiedAsync(iris.Conversation.RecordViewAsync(view), "person_id");
        await DiedAsync(iris.Conversation.RecordStrengthAsync(strength), "person_id");
        (view.ConversationId, strength.ConversationId) = ("", "");
        await catriona.Conversation.RecordViewAsync(view).NotFoundAsync();
        await catriona.Conversation.RecordStrengthAsync(strength).NotFoundAsync();

        Assert.Equal(journal, await neighbours.JournalAsync("conversation", personId));
        Assert.Single((await neighbours.Ruth.Conversation.ListViewsAsync(new() { PersonId = personId })).Views);
    }

    [Fact]
    public async Task A_conversation_that_waits_while_the_death_is_told_is_refused()
    {
        var personId = await neighbours.SharedAsync();
        var before = await RecordAsync(personId, DayAfter);
        var journal = await neighbours.JournalAsync("conversation", personId);
        var (id, late) = (Guid.Parse(personId), Valid.Note(personId));
        late.HappenedOn = DayAfter;
        var database = neighbours.Platform.Services("conversation").GetRequiredService<IDatabase>();
        AsyncUnaryCall<RecordConversationResponse> telling;
        await using (var work = await database.BeginAsync(On.Copy("person").And(On.Person(id)),
            Call.Own("copy:person", neighbours.Platform.Time)))
        {
            telling = neighbours.Fiona.Conversation.RecordConversationAsync(late);
            await OnPersonDied.ApplyAsync(new(Guid.NewGuid(), id, new DateOnly(2026, 3, 10)),
                new() { RecordedAt = neighbours.Platform.Time.GetUtcNow() }, work);
            await work.CommitAsync();
        }

        await DiedAsync(telling, "happened_on");
        Assert.Equal(journal, await neighbours.JournalAsync("conversation", personId));
        // What was there before stays.
        await neighbours.Fiona.Conversation.GetConversationAsync(
            new() { PersonId = personId, ConversationId = before });
    }

    private async Task<string> DeadAsync()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.DiesAsync(personId, "conversation", DiedOn);
        return personId;
    }

    private async Task<string> RecordAsync(string personId, string day)
    {
        var note = Valid.Note(personId);
        note.HappenedOn = day;
        return (await neighbours.Fiona.Conversation.RecordConversationAsync(note)).Conversation.ConversationId;
    }

    // All that is recorded of the person's own, on the second of March or without a day.
    private List<Func<Metadata, Task<IMessage>>> All(string personId, V1.View view, string conversationId) =>
    [
        id => Said(neighbours.Fiona.Conversation.RecordConversationAsync(Valid.Note(personId), id)),
        id => Said(neighbours.Fiona.Conversation.RecordViewAsync(Valid.View(personId), id)),
        id => Said(neighbours.Fiona.Conversation.RecordStrengthAsync(Valid.Strength(personId), id)),
        id => Said(neighbours.Fiona.Conversation.ReviseViewAsync(Anew(view), id)),
        id => Said(neighbours.Fiona.Conversation.ReflectBackAsync(PlayedBack(personId, conversationId, ""), id)),
    ];

    private static async Task<IMessage> Said<T>(AsyncUnaryCall<T> call) where T : IMessage => await call;

    private static Metadata Once() => new() { { "po-request-id", Guid.NewGuid().ToString() } };

    private static ReviseViewRequest Anew(V1.View view) => new()
    {
        PersonId = view.PersonId,
        ViewId = view.ViewId,
        WhatMatters = "Enough, and a bit for the bairn.",
        Voice = Valid.Spoken(),
    };

    private static ReflectBackRequest PlayedBack(string personId, string conversationId, string day) =>
        PlayedBack(personId, conversationId, day, Valid.Spoken());

    private static ReflectBackRequest PlayedBack(string personId, string conversationId, string day, Voice? voice) =>
        new()
        {
            PersonId = personId,
            ConversationId = conversationId,
            HappenedOn = day,
            PlayedBack = "The money comes first.",
            Answer = V1.ReflectionAnswer.Agreed,
            Voice = voice,
        };

    private static Task<Refusal> DiedAsync<T>(AsyncUnaryCall<T> call, string field) =>
        call.RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", field);
}
