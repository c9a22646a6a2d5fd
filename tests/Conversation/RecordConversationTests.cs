using Grpc.Core;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class RecordConversationTests(Neighbours neighbours)
{
    [Fact]
    public async Task R16_R24_A_note_needs_the_person_the_day_and_the_words_and_nothing_more()
    {
        var personId = await neighbours.RegisterAsync();

        var noted = (await neighbours.Fiona.Conversation.RecordConversationAsync(Valid.Note(personId))).Conversation;

        Assert.Equal(V1.ConversationKind.Note, noted.Kind);
        Assert.Equal("The money runs out on a Wednesday.", noted.WhatWasSaid);
        Assert.Equal([neighbours.StomaCare], noted.TeamIds);
        Assert.False(noted.Listening);
        var read = await neighbours.Fiona.Conversation.GetConversationAsync(
            new() { PersonId = personId, ConversationId = noted.ConversationId });
        Assert.Equal(noted, read.Conversation);
    }

    [Fact]
    public async Task R38_Listening_can_be_the_whole_of_it_with_what_it_changed_and_where_she_differs()
    {
        var personId = await neighbours.RegisterAsync();
        var request = Valid.Note(personId);
        request.Kind = V1.ConversationKind.Conversation;
        request.Listening = true;
        request.OthersPresent = "her sister";
        request.WhatItChanged = new() { Words = "I feel like me again.", Voice = Valid.Spoken() };
        request.DifferenceOfView = new() { Words = "I am not done caring.", Voice = Valid.Spoken() };

        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(request);

        var read = await neighbours.Fiona.Conversation.GetConversationAsync(
            new() { PersonId = personId, ConversationId = told.Conversation.ConversationId });
        Assert.True(read.Conversation.Listening);
        Assert.Equal("I feel like me again.", read.Conversation.WhatItChanged.Words);
        Assert.True(read.Conversation.WhatItChanged.Voice.IsPersonsVoice);
        Assert.Equal("I am not done caring.", read.Conversation.DifferenceOfView.Words);
        Assert.Empty(read.Views);
    }

    [Fact]
    public async Task R45_What_was_seen_is_content_for_people_without_words()
    {
        var request = Valid.Note(await neighbours.RegisterAsync());
        (request.WhatWasSaid, request.WhatWasSeen) = ("", "She turned to the window each time the gulls cried.");

        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(request);

        Assert.Equal(("", request.WhatWasSeen), (told.Conversation.WhatWasSaid, told.Conversation.WhatWasSeen));
    }

    public static TheoryData<string, string, Action<RecordConversationRequest>> Refusals => new()
    {
        { "CONTENT_MISSING", "what_was_said", r => r.WhatWasSaid = " " },
        { "WORDS_TOO_LONG", "what_was_said", r => r.WhatWasSaid = new string('a', 10_001) },
        { "ID_MISSING", "person_id", r => r.PersonId = "" },
        { "DAY_MISSING", "happened_on", r => r.HappenedOn = "" },
        { "DAY_MALFORMED", "happened_on", r => r.HappenedOn = "2 March" },
        { "DAY_IN_FUTURE", "happened_on", r => r.HappenedOn = "2999-01-01" },
        { "CODE_UNKNOWN", "kind", r => r.Kind = (V1.ConversationKind)7 },
        { "ID_MALFORMED", "team_ids", r => r.TeamIds.Add("the other team") },
        { "WORDS_MISSING", "what_it_changed.words", r => r.WhatItChanged = new() { Voice = Valid.Spoken() } },
        { "CODE_MISSING", "difference_of_view.voice.said_by", r => r.DifferenceOfView = new() { Words = "No." } },
        {
            "CODE_UNKNOWN", "views[1].topic", r => r.Views.AddRange(
            [
                new() { WhatMatters = "Money.", Voice = Valid.Spoken() },
                new() { WhatMatters = "Rent.", Voice = Valid.Spoken(), Topic = "rent" },
            ])
        },
        {
            "SEEN_MISSING", "views[0].seen", r => r.Views.Add(new NewView
            {
                WhatMatters = "Music.",
                Voice = new() { SaidBy = V1.Speaker.Person, How = { "observed" } },
            })
        },
        { "WORDS_MISSING", "strengths[0].words", r => r.Strengths.Add(new NewStrength { Voice = Valid.Spoken() }) },
        {
            "TOO_MANY", "strengths", r => r.Strengths.AddRange(
                Enumerable.Repeat(new NewStrength { Words = "Stubborn.", Voice = Valid.Spoken() }, 21))
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<RecordConversationRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var request = Valid.Note(personId);
        change(request);

        await neighbours.Fiona.Conversation.RecordConversationAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        var list = await neighbours.Fiona.Conversation.ListConversationsAsync(new() { PersonId = personId });
        Assert.Empty(list.Conversations);
    }

    [Fact]
    public async Task Both_teams_read_what_their_practitioners_heard_together()
    {
        var request = Valid.Note(await neighbours.SharedAsync());
        request.TeamIds.Add(neighbours.SocialWork);

        var told = (await neighbours.Fiona.Conversation.RecordConversationAsync(request)).Conversation;

        Assert.Equal(new[] { neighbours.StomaCare, neighbours.SocialWork }.Order(StringComparer.Ordinal), told.TeamIds);
        var read = await neighbours.Ruth.Conversation.GetConversationAsync(
            new() { PersonId = told.PersonId, ConversationId = told.ConversationId });
        Assert.Equal(told, read.Conversation);
    }

    [Fact]
    public async Task An_involved_team_that_took_no_part_reads_what_matters_and_strengths_but_not_the_rest()
    {
        var request = Valid.Note(await neighbours.SharedAsync());
        request.Views.Add(new NewView { WhatMatters = "Money first.", Voice = Valid.Spoken() });
        request.Views.Add(new NewView
        {
            WhatMatters = "I worry that he drinks.",
            Voice = Valid.Spoken(V1.Speaker.Family, "his mother"),
            Kind = V1.ViewKind.Concern,
        });
        request.Strengths.Add(new NewStrength { Words = "He rings them all himself.", Voice = Valid.Spoken() });
        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(request);

        var ruth = neighbours.Ruth.Conversation;
        await ruth.GetConversationAsync(new()
        {
            PersonId = request.PersonId,
            ConversationId = told.Conversation.ConversationId,
        }).NotFoundAsync();
        Assert.Empty((await ruth.ListConversationsAsync(new() { PersonId = request.PersonId })).Conversations);
        var view = Assert.Single((await ruth.ListViewsAsync(new() { PersonId = request.PersonId })).Views);
        var strength = Assert.Single((await ruth.ListStrengthsAsync(new() { PersonId = request.PersonId })).Strengths);
        // Not even that there was a conversation.
        Assert.Equal(("Money first.", ""), (view.WhatMatters, view.ConversationId));
        Assert.Equal(("He rings them all himself.", ""), (strength.Words, strength.ConversationId));

        var fiona = await neighbours.Fiona.Conversation.GetConversationAsync(
            new() { PersonId = request.PersonId, ConversationId = told.Conversation.ConversationId });
        Assert.Equal(told.Views, fiona.Views);
        Assert.Equal(told.Strengths, fiona.Strengths);
    }

    [Fact]
    public async Task A_team_that_is_not_involved_cannot_have_taken_part_and_nor_can_an_unknown_one()
    {
        var personId = await neighbours.RegisterAsync();
        foreach (var team in new[] { neighbours.Strangers, Guid.NewGuid().ToString() })
        {
            var request = Valid.Note(personId);
            request.TeamIds.Add(team);
            await neighbours.Fiona.Conversation.RecordConversationAsync(request)
                .RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "team_ids");
        }
    }

    [Fact]
    public async Task What_the_person_tells_is_theirs_alone_but_for_what_matters_and_strengths()
    {
        var request = Valid.Note(await neighbours.CallumsAsync());
        request.Views.Add(new NewView { WhatMatters = "To be asked." });
        request.Strengths.Add(new NewStrength { Words = "I make the bairn laugh." });

        var told = await neighbours.Callum.Conversation.RecordConversationAsync(request);

        Assert.Empty(told.Conversation.TeamIds);
        Assert.Equal(V1.Writer.Person, told.Conversation.WrittenBy);
        Assert.Equal((true, ""), (told.Views.Single().Voice.IsPersonsVoice, told.Views.Single().TeamId));
        var which = new GetConversationRequest
        {
            PersonId = request.PersonId,
            ConversationId = told.Conversation.ConversationId,
        };
        await neighbours.Fiona.Conversation.GetConversationAsync(which).NotFoundAsync();
        Assert.Equal(told.Conversation,
            (await neighbours.Callum.Conversation.GetConversationAsync(which)).Conversation);
        Assert.Contains(
            (await neighbours.Fiona.Conversation.ListViewsAsync(new() { PersonId = request.PersonId })).Views,
            v => v.ViewId == told.Views.Single().ViewId);
        Assert.Contains(
            (await neighbours.Fiona.Conversation.ListStrengthsAsync(new() { PersonId = request.PersonId })).Strengths,
            s => s.StrengthId == told.Strengths.Single().StrengthId);

        await neighbours.Callum.Sharing.OpenRecordAsync(new()
        {
            PersonId = request.PersonId,
            ItemId = told.Conversation.ConversationId,
            TeamId = neighbours.SocialWork,
        });
        Assert.Equal(told.Conversation, (await neighbours.Ruth.Conversation.GetConversationAsync(which)).Conversation);
        await neighbours.Fiona.Conversation.GetConversationAsync(which).NotFoundAsync();
    }

    [Fact]
    public async Task The_person_names_no_team_and_speaks_for_nobody_else()
    {
        var request = Valid.Note(await neighbours.CallumsAsync());
        request.TeamIds.Add(neighbours.StomaCare);
        await neighbours.Callum.Conversation.RecordConversationAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "NO_TEAM_TAKES_PART", "team_ids");

        request = Valid.Note(request.PersonId);
        request.Views.Add(new NewView { WhatMatters = "Rest.", Voice = Valid.Spoken(V1.Speaker.Family, "my mother") });
        await neighbours.Callum.Conversation.RecordConversationAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "NOT_YOUR_VOICE", "views[0].voice.said_by");
    }

    [Fact]
    public async Task A_stranger_is_told_not_found_and_cannot_tell_whether_the_person_exists()
    {
        var known = await neighbours.Nadia.Conversation.RecordConversationAsync(
            Valid.Note(await neighbours.RegisterAsync())).NotFoundAsync();
        var unknown = await neighbours.Nadia.Conversation.RecordConversationAsync(
            Valid.Note(Guid.NewGuid().ToString())).NotFoundAsync();

        Assert.Equal(unknown.Bytes, known.Bytes);
    }

    [Fact]
    public async Task The_same_request_is_recorded_once_and_another_with_its_id_is_refused()
    {
        var personId = await neighbours.RegisterAsync();
        var request = Valid.Note(personId);
        request.Views.Add(new NewView { WhatMatters = "Money first.", Voice = Valid.Spoken() });
        var headers = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };

        var first = await neighbours.Fiona.Conversation.RecordConversationAsync(request, headers);
        var again = await neighbours.Fiona.Conversation.RecordConversationAsync(request, headers);

        Assert.Equal(first, again);
        Assert.Single((await neighbours.Fiona.Conversation.ListConversationsAsync(new() { PersonId = personId }))
            .Conversations);
        request.Listening = true;
        await neighbours.Fiona.Conversation.RecordConversationAsync(request, headers)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");
    }

    [Fact]
    public async Task What_is_withheld_from_a_team_is_not_there_for_it()
    {
        var request = Valid.Note(await neighbours.SharedAsync());
        request.TeamIds.Add(neighbours.SocialWork);
        request.WithheldFrom.Add(neighbours.SocialWork);
        request.Views.Add(new NewView { WhatMatters = "Money first.", Voice = Valid.Spoken() });
        request.Strengths.Add(new NewStrength { Words = "Stubborn.", Voice = Valid.Spoken() });
        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(request);

        var ruth = neighbours.Ruth.Conversation;
        await ruth.GetConversationAsync(
            new() { PersonId = request.PersonId, ConversationId = told.Conversation.ConversationId }).NotFoundAsync();
        Assert.Empty((await ruth.ListViewsAsync(new() { PersonId = request.PersonId })).Views);
        Assert.Empty((await ruth.ListStrengthsAsync(new() { PersonId = request.PersonId })).Strengths);
    }
}
