using Grpc.Core;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class RecordViewTests(Neighbours neighbours)
{
    [Fact]
    public async Task Views_of_different_people_stand_side_by_side_for_all_involved()
    {
        var personId = await neighbours.SharedAsync();
        var his = await neighbours.Fiona.Conversation.RecordViewAsync(Valid.View(personId));
        neighbours.Later();
        var request = Valid.View(personId);
        (request.WhatMatters, request.Topic, request.Confidence) =
            ("That he gets well.", "staying_well", V1.Confidence.FairlySure);
        request.Voice = new() { SaidBy = V1.Speaker.Family, SaidByName = "his wife Ann", How = { "telephone" } };
        var hers = await neighbours.Ruth.Conversation.RecordViewAsync(request);

        foreach (var caller in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            var views = (await caller.Conversation.ListViewsAsync(new() { PersonId = personId })).Views;
            Assert.Equal([hers.View, his.View], views);
        }
        Assert.Equal((neighbours.StomaCare, neighbours.SocialWork), (his.View.TeamId, hers.View.TeamId));
        Assert.True(his.View.Voice.IsPersonsVoice);
        Assert.False(hers.View.Voice.IsPersonsVoice);
    }

    [Fact]
    public async Task What_was_seen_is_described_and_not_taken_for_words()
    {
        var request = Valid.View(await neighbours.RegisterAsync());
        (request.WhatMatters, request.Seen) = ("", "Her shoulders drop when the radio plays.");
        request.Voice = new() { SaidBy = V1.Speaker.Person, How = { "observed" } };

        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(request)).View;

        Assert.Equal(("", request.Seen, false), (view.WhatMatters, view.Seen, view.Voice.IsPersonsVoice));
    }

    public static TheoryData<string, string, Action<RecordViewRequest>> Refusals => new()
    {
        { "CONTENT_MISSING", "what_matters", r => r.WhatMatters = "" },
        { "NOT_OBSERVED", "voice.how", r => r.Seen = "He smiles." },
        { "SEEN_MISSING", "seen", r => r.Voice.How.Add("observed") },
        { "CONCERN_IS_ANOTHERS", "kind", r => r.Kind = V1.ViewKind.Concern },
        { "CODE_UNKNOWN", "topic", r => r.Topic = "happiness" },
        { "CODE_UNKNOWN", "voice.how", r => r.Voice.How.Add("telepathy") },
        { "CODE_MISSING", "voice.how", r => r.Voice.How.Clear() },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "WORDS_MISSING", "voice.said_by_name", r => r.Voice.SaidBy = V1.Speaker.Family },
        { "WORDS_TOO_LONG", "why", r => r.Why = new string('a', 4001) },
        { "ID_MALFORMED", "conversation_id", r => r.ConversationId = "that one" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<RecordViewRequest> change)
    {
        var request = Valid.View(await neighbours.RegisterAsync());
        change(request);

        await neighbours.Fiona.Conversation.RecordViewAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.Conversation.ListViewsAsync(new() { PersonId = request.PersonId })).Views);
    }

    [Fact]
    public async Task A_concern_is_for_those_who_heard_it_and_the_person_until_it_is_opened()
    {
        var personId = await neighbours.CallumsAsync();
        var request = Valid.View(personId);
        (request.WhatMatters, request.Kind) = ("I worry about the stairs.", V1.ViewKind.Concern);
        request.Voice = Valid.Spoken(V1.Speaker.Family, "his mother");
        var concern = (await neighbours.Fiona.Conversation.RecordViewAsync(request)).View;

        async Task<bool> ReadsAsync(Caller caller) => (await caller.Conversation.ListViewsAsync(
            new() { PersonId = personId, PageSize = 100 }, Neighbours.Newest)).Views
                .Any(v => v.ViewId == concern.ViewId);

        Assert.True(await ReadsAsync(neighbours.Fiona));
        Assert.True(await ReadsAsync(neighbours.Callum));
        Assert.False(await ReadsAsync(neighbours.Ruth));

        await neighbours.Callum.Sharing.OpenRecordAsync(
            new() { PersonId = personId, ItemId = concern.ViewId, TeamId = neighbours.SocialWork });
        Assert.True(await ReadsAsync(neighbours.Ruth));
    }

    [Fact]
    public async Task What_is_withheld_of_a_conversation_is_withheld_of_the_views_from_it()
    {
        var note = Valid.Note(await neighbours.SharedAsync());
        note.WithheldFrom.Add(neighbours.Ruth.AgencyId);
        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(note);
        var request = Valid.View(note.PersonId);
        request.ConversationId = told.Conversation.ConversationId;

        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(request)).View;

        Assert.Equal(request.ConversationId, view.ConversationId);
        Assert.Empty((await neighbours.Ruth.Conversation.ListViewsAsync(new() { PersonId = note.PersonId })).Views);
    }

    [Fact]
    public async Task A_conversation_that_the_caller_may_not_see_or_of_another_person_is_not_found()
    {
        var personId = await neighbours.SharedAsync();
        var heard = await neighbours.Fiona.Conversation.RecordConversationAsync(Valid.Note(personId));
        var request = Valid.View(personId);
        request.ConversationId = heard.Conversation.ConversationId;
        await neighbours.Ruth.Conversation.RecordViewAsync(request).NotFoundAsync();

        request = Valid.View(await neighbours.RegisterAsync());
        request.ConversationId = heard.Conversation.ConversationId;
        await neighbours.Fiona.Conversation.RecordViewAsync(request).NotFoundAsync();
    }

    [Fact]
    public async Task A_stranger_is_told_not_found()
    {
        var personId = await neighbours.RegisterAsync();
        await neighbours.Nadia.Conversation.RecordViewAsync(Valid.View(personId)).NotFoundAsync();
        await neighbours.Nadia.Conversation.ListViewsAsync(new() { PersonId = personId }).NotFoundAsync();
    }
}
