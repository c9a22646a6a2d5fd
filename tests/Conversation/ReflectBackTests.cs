using Grpc.Core;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class ReflectBackTests(Neighbours neighbours)
{
    private async Task<ReflectBackRequest> AfterANoteAsync(string personId)
    {
        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(Valid.Note(personId));
        return new()
        {
            PersonId = personId,
            ConversationId = told.Conversation.ConversationId,
            PlayedBack = "So it is the money before anything else?",
            Answer = V1.ReflectionAnswer.Changed,
            WhatTheyChanged = "The money and the rent.",
            Voice = Valid.Spoken(),
        };
    }

    [Fact]
    public async Task R34_What_was_played_back_and_what_they_changed_stand_with_the_conversation()
    {
        var request = await AfterANoteAsync(await neighbours.RegisterAsync());

        var played = (await neighbours.Fiona.Conversation.ReflectBackAsync(request)).Reflection;

        Assert.Equal("2026-03-02", played.HappenedOn);
        Assert.True(played.Voice.IsPersonsVoice);
        var read = await neighbours.Fiona.Conversation.GetConversationAsync(
            new() { PersonId = request.PersonId, ConversationId = request.ConversationId });
        Assert.Equal([played], read.Conversation.Reflections);
        var listed = await neighbours.Fiona.Conversation.ListConversationsAsync(new() { PersonId = request.PersonId });
        Assert.Equal([played], listed.Conversations.Single().Reflections);
    }

    [Fact]
    public async Task When_they_were_not_asked_nobody_answered()
    {
        var request = await AfterANoteAsync(await neighbours.RegisterAsync());
        (request.Answer, request.WhatTheyChanged, request.Voice) = (V1.ReflectionAnswer.NotAsked, "", null);

        Assert.Null((await neighbours.Fiona.Conversation.ReflectBackAsync(request)).Reflection.Voice);
    }

    public static TheoryData<string, string, Action<ReflectBackRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "played_back", r => r.PlayedBack = "" },
        { "CODE_MISSING", "answer", r => r.Answer = V1.ReflectionAnswer.Unspecified },
        { "WORDS_MISSING", "what_they_changed", r => r.WhatTheyChanged = "" },
        { "NOTHING_CHANGED", "what_they_changed", r => r.Answer = V1.ReflectionAnswer.Agreed },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "DAY_TOO_EARLY", "happened_on", r => r.HappenedOn = "2026-03-01" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named(string reason, string field, Action<ReflectBackRequest> change)
    {
        var request = await AfterANoteAsync(await neighbours.RegisterAsync());
        change(request);
        await neighbours.Fiona.Conversation.ReflectBackAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);
    }

    [Fact]
    public async Task Who_may_not_see_the_conversation_is_told_not_found()
    {
        var request = await AfterANoteAsync(await neighbours.SharedAsync());
        await neighbours.Ruth.Conversation.ReflectBackAsync(request).NotFoundAsync();
    }
}
