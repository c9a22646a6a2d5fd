using Grpc.Core;
using Microsoft.Extensions.Configuration;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class OwedConversationTests(Neighbours neighbours)
{
    [Fact]
    public async Task R39_Who_acts_first_says_what_was_done_and_owes_the_conversation_within_a_week()
    {
        var request = Crisis(await neighbours.SharedAsync());

        var crisis = (await neighbours.Fiona.Conversation.RecordConversationAsync(request)).Conversation;

        Assert.Equal((V1.ConversationKind.ActFirst, request.WhatWasDone, "", Ago(-7)),
            (crisis.Kind, crisis.WhatWasDone, crisis.WhatWasSaid, crisis.ConversationDueOn));
        var owed = Assert.Single(await OwedAsync(request.PersonId));
        Assert.Equal(new OwedConversation
        {
            PersonId = request.PersonId,
            ConversationId = crisis.ConversationId,
            HappenedOn = request.HappenedOn,
            WhatWasDone = request.WhatWasDone,
            ConversationDueOn = crisis.ConversationDueOn,
        }, owed);
        Assert.Equal(["ConversationRecorded", "ConversationOwed"],
            await neighbours.JournalAsync("conversation", request.PersonId));
        // It is the team's own: no other owes it, and nobody else's list is to be had.
        Assert.DoesNotContain((await neighbours.Ruth.Conversation.ListOwedConversationsAsync(
            new() { TeamId = neighbours.SocialWork, PageSize = 200 })).Owed, o => o.PersonId == request.PersonId);
        await neighbours.Ruth.Conversation.ListOwedConversationsAsync(new() { TeamId = neighbours.StomaCare })
            .NotFoundAsync();
    }

    [Fact]
    public async Task R39_What_is_overdue_is_listed_first_with_its_days_counted_for_today()
    {
        var personId = await neighbours.RegisterAsync();
        foreach (var (happenedOn, dueOn) in new[] { (0, -2), (9, 0), (20, null as int?), (9, 1), (1, 1) })
        {
            var request = Crisis(personId, happenedOn);
            request.ConversationDueOn = dueOn is { } day ? Ago(day) : "";
            await neighbours.Fiona.Conversation.RecordConversationAsync(request);
            neighbours.Later();
        }

        var owed = await OwedAsync(personId);

        Assert.Equal([(Ago(13), 13), (Ago(1), 1), (Ago(1), 1), (Ago(0), 0), (Ago(-2), 0)],
            owed.Select(o => (o.ConversationDueOn, o.DaysOverdue)));
        var paged = new List<OwedConversation>();
        var page = new ListOwedConversationsRequest { TeamId = neighbours.StomaCare, PageSize = 2 };
        do
        {
            var got = await neighbours.Fiona.Conversation.ListOwedConversationsAsync(page);
            Assert.InRange(got.Owed.Count, 1, 2);
            paged.AddRange(got.Owed.Where(o => o.PersonId == personId));
            page.PageToken = got.NextPageToken;
        }
        while (page.PageToken.Length > 0);
        Assert.Equal(owed, paged);
    }

    [Fact]
    public async Task R39_A_conversation_that_was_given_time_or_heard_what_matters_settles_it_and_nothing_less()
    {
        foreach (var (after, settled, what) in new (int, bool, Action<RecordConversationRequest>)[]
        {
            (1, false, r => { }),
            (1, true, r => r.Kind = V1.ConversationKind.Conversation),
            (3, true, r => r.Kind = V1.ConversationKind.Conversation),
            // The day before the crisis it was another conversation.
            (4, false, r => r.Kind = V1.ConversationKind.Conversation),
            (1, true, r => r.Views.Add(new NewView { WhatMatters = "To be left in peace.", Voice = Valid.Spoken() })),
            (1, false, r => r.Views.Add(new NewView
            {
                WhatMatters = "I fear for him.",
                Kind = V1.ViewKind.Concern,
                Voice = Valid.Spoken(V1.Speaker.Family, "his mother"),
            })),
            (1, false, r => (r.Kind, r.WhatWasDone) = (V1.ConversationKind.ActFirst, "A second night was found.")),
        })
        {
            var personId = await neighbours.RegisterAsync();
            var first = (await neighbours.Fiona.Conversation.RecordConversationAsync(Crisis(personId, 3)))
                .Conversation;
            neighbours.Later();
            var note = Valid.Note(personId);
            note.HappenedOn = Ago(after);
            what(note);

            await neighbours.Fiona.Conversation.RecordConversationAsync(note);

            Assert.Equal((note.ToString(), settled), (note.ToString(),
                (await OwedAsync(personId)).All(o => o.ConversationId != first.ConversationId)));
        }
    }

    [Fact]
    public async Task R39_A_brief_note_that_says_so_settles_it_and_taken_back_it_does_not()
    {
        var personId = await neighbours.RegisterAsync();
        var crisis = (await neighbours.Fiona.Conversation.RecordConversationAsync(Crisis(personId, 3))).Conversation;
        var note = Valid.Note(personId);
        (note.HappenedOn, note.SettlesConversationId) = (Ago(2), crisis.ConversationId);

        var talk = (await neighbours.Fiona.Conversation.RecordConversationAsync(note)).Conversation;

        Assert.Equal(crisis.ConversationId, talk.SettlesConversationId);
        Assert.Empty(await OwedAsync(personId));
        var read = await neighbours.Fiona.Conversation.GetConversationAsync(
            new() { PersonId = personId, ConversationId = talk.ConversationId });
        Assert.Equal(talk, read.Conversation);
        await neighbours.Fiona.Entries("conversation").EnterInErrorAsync(new()
        {
            PersonId = personId,
            ItemId = talk.ConversationId,
            Reason = Access.V1.MistakeReason.WrongRecord,
        });
        Assert.Single(await OwedAsync(personId));
    }

    [Fact]
    public async Task R39_An_ordinary_conversation_owes_nothing_and_nor_does_listening()
    {
        var note = Valid.Note(await neighbours.RegisterAsync());
        await neighbours.Fiona.Conversation.RecordConversationAsync(note);
        (note.Kind, note.Listening) = (V1.ConversationKind.Conversation, true);
        await neighbours.Fiona.Conversation.RecordConversationAsync(note);

        Assert.Empty(await OwedAsync(note.PersonId));
        Assert.DoesNotContain("ConversationOwed", await neighbours.JournalAsync("conversation", note.PersonId));
        note.ConversationDueOn = neighbours.Today;
        await neighbours.Fiona.Conversation.RecordConversationAsync(note)
            .RefusedAsync(StatusCode.InvalidArgument, "NOT_A_CRISIS", "conversation_due_on");
    }

    [Fact]
    public async Task Another_teams_conversation_settles_it_where_the_team_took_part_and_may_read_it()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.Fiona.Conversation.RecordConversationAsync(Crisis(personId, 3));
        var talk = Valid.Note(personId);
        (talk.HappenedOn, talk.Kind) = (Ago(1), V1.ConversationKind.Conversation);
        await neighbours.Ruth.Conversation.RecordConversationAsync(talk);
        Assert.Single(await OwedAsync(personId));

        talk.TeamIds.Add(neighbours.StomaCare);
        talk.WithheldFrom.Add(neighbours.StomaCare);
        await neighbours.Ruth.Conversation.RecordConversationAsync(talk);
        Assert.Single(await OwedAsync(personId));

        talk.WithheldFrom.Clear();
        await neighbours.Ruth.Conversation.RecordConversationAsync(talk);
        Assert.Empty(await OwedAsync(personId));
    }

    [Fact]
    public async Task R39_It_is_excused_with_a_reason_by_the_team_that_owes_it_and_no_other()
    {
        var request = Crisis(await neighbours.SharedAsync());
        request.TeamIds.Add(neighbours.SocialWork);
        var crisis = (await neighbours.Fiona.Conversation.RecordConversationAsync(request)).Conversation;
        var excuse = Excuse(crisis);

        await neighbours.Ruth.Conversation.ExcuseConversationAsync(excuse)
            .RefusedAsync(StatusCode.FailedPrecondition, "OTHERS_OWE_IT", "conversation_id");
        Assert.Single(await OwedAsync(request.PersonId));
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };
        var excused = await neighbours.Fiona.Conversation.ExcuseConversationAsync(excuse, id);

        Assert.Equal((excuse.Reason, V1.Writer.Practitioner),
            (excused.Conversation.ExcusedReason, excused.Conversation.ExcusedBy));
        Assert.Empty(await OwedAsync(request.PersonId));
        Assert.Equal(excused, await neighbours.Fiona.Conversation.ExcuseConversationAsync(excuse, id));
        Assert.Equal(excused.Conversation, (await neighbours.Ruth.Conversation.GetConversationAsync(
            new() { PersonId = request.PersonId, ConversationId = crisis.ConversationId })).Conversation);
        await neighbours.Fiona.Conversation.ExcuseConversationAsync(excuse)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOTHING_OWED", "conversation_id");
    }

    [Fact]
    public async Task The_person_lets_it_be_by_their_own_sign_in_and_a_stranger_finds_nothing()
    {
        var crisis = (await neighbours.Fiona.Conversation.RecordConversationAsync(
            Crisis(await neighbours.CallumsAsync()))).Conversation;
        await neighbours.Nadia.Conversation.ExcuseConversationAsync(Excuse(crisis)).NotFoundAsync();
        // Ruth's team is involved, and took no part.
        await neighbours.Ruth.Conversation.ExcuseConversationAsync(Excuse(crisis)).NotFoundAsync();

        var excused = (await neighbours.Callum.Conversation.ExcuseConversationAsync(Excuse(crisis))).Conversation;

        Assert.Equal(V1.Writer.Person, excused.ExcusedBy);
        Assert.DoesNotContain(await OwedAsync(crisis.PersonId), o => o.ConversationId == crisis.ConversationId);
    }

    [Fact]
    public async Task Nothing_is_owed_to_who_died_and_a_mistake_leaves_it_owed()
    {
        var crisis = (await neighbours.Fiona.Conversation.RecordConversationAsync(
            Crisis(await neighbours.RegisterAsync(), 3))).Conversation;
        await neighbours.DiesAsync(crisis.PersonId, "conversation");

        Assert.Empty(await OwedAsync(crisis.PersonId));
        await neighbours.Fiona.Conversation.ExcuseConversationAsync(Excuse(crisis))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        await neighbours.ReverseDeathAsync(crisis.PersonId);
        await neighbours.LevelAsync("conversation", "person");
        Assert.Single(await OwedAsync(crisis.PersonId));
    }

    [Fact]
    public async Task Moved_to_the_right_record_it_is_owed_there()
    {
        var (wrong, right) = (await neighbours.RegisterAsync(), await neighbours.RegisterAsync());
        var crisis = (await neighbours.Fiona.Conversation.RecordConversationAsync(Crisis(wrong, 3))).Conversation;

        var moved = await neighbours.Fiona.Entries("conversation").MoveItemAsync(
            new() { PersonId = wrong, ItemId = crisis.ConversationId, ToPersonId = right });

        var owed = Assert.Single(await OwedAsync(right));
        Assert.Equal((moved.ItemId, crisis.ConversationDueOn), (owed.ConversationId, owed.ConversationDueOn));
        Assert.Empty(await OwedAsync(wrong));
    }

    public static TheoryData<string, string, Action<RecordConversationRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "what_was_done", r => (r.WhatWasDone, r.WhatWasSaid) = ("", "He was cold.") },
        { "WORDS_TOO_LONG", "what_was_done", r => r.WhatWasDone = new string('a', 4001) },
        { "NOT_A_CRISIS", "what_was_done", r => r.Kind = V1.ConversationKind.Note },
        { "DAY_TOO_EARLY", "conversation_due_on", r => r.ConversationDueOn = "2025-01-01" },
        { "DAY_MALFORMED", "conversation_due_on", r => r.ConversationDueOn = "soon" },
        { "ID_MALFORMED", "settles_conversation_id", r => r.SettlesConversationId = "that one" },
        { "CRISIS_SETTLES_NOTHING", "settles_conversation_id",
            r => r.SettlesConversationId = Guid.NewGuid().ToString() },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<RecordConversationRequest> change)
    {
        var request = Crisis(await neighbours.RegisterAsync());
        change(request);

        await neighbours.Fiona.Conversation.RecordConversationAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty(await neighbours.JournalAsync("conversation", request.PersonId));
    }

    [Fact]
    public async Task Only_what_is_owed_is_settled_by_who_owes_it_and_after_it()
    {
        var personId = await neighbours.SharedAsync();
        var crisis = (await neighbours.Fiona.Conversation.RecordConversationAsync(Crisis(personId, 3))).Conversation;
        var note = Valid.Note(personId);
        (note.HappenedOn, note.SettlesConversationId) = (Ago(4), crisis.ConversationId);

        await neighbours.Fiona.Conversation.RecordConversationAsync(note)
            .RefusedAsync(StatusCode.InvalidArgument, "DAY_TOO_EARLY", "happened_on");
        await neighbours.Ruth.Conversation.RecordConversationAsync(note).NotFoundAsync();
        (note.HappenedOn, note.SettlesConversationId) = (Ago(2), "");
        var ordinary = (await neighbours.Fiona.Conversation.RecordConversationAsync(note)).Conversation;
        note.SettlesConversationId = ordinary.ConversationId;
        await neighbours.Fiona.Conversation.RecordConversationAsync(note)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOTHING_OWED", "settles_conversation_id");
        await neighbours.Callum.Conversation.RecordConversationAsync(Crisis(await neighbours.CallumsAsync()))
            .RefusedAsync(StatusCode.InvalidArgument, "NO_TEAM_OWES", "kind");
    }

    [Fact]
    public async Task An_agency_sets_its_own_days_and_no_service_starts_with_a_rule_that_is_none()
    {
        Assert.Equal(7, OwedRule.Of(new ConfigurationBuilder().Build()).Days);
        var file = Path.GetTempFileName();
        var own = new ConfigurationBuilder().AddInMemoryCollection([new("Vocabularies:Owed", file)]).Build();
        try
        {
            await File.WriteAllTextAsync(file, "code\tdays\treason\nact_first\t3\tOur out-of-hours standard.\n");
            Assert.Equal(3, OwedRule.Of(own).Days);
            await File.WriteAllTextAsync(file, "code\tdays\treason\nact_first\tsoon\tOur standard.\n");
            Assert.StartsWith($"Vocabularies__Owed: {file} can't be read.",
                Assert.Throws<InvalidOperationException>(() => OwedRule.Of(own)).Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private RecordConversationRequest Crisis(string personId, int daysAgo = 0) => new()
    {
        PersonId = personId,
        HappenedOn = Ago(daysAgo),
        Kind = V1.ConversationKind.ActFirst,
        WhatWasDone = "The heating was off; a room was found for the night.",
    };

    private static ExcuseConversationRequest Excuse(V1.Conversation crisis) => new()
    {
        PersonId = crisis.PersonId,
        ConversationId = crisis.ConversationId,
        Reason = "He has moved to his brother's and wants no more of it.",
    };

    private string Ago(int days) => DateOnly.Parse(neighbours.Today).AddDays(-days).ToString("yyyy-MM-dd");

    private async Task<List<OwedConversation>> OwedAsync(string personId) =>
        [.. (await neighbours.Fiona.Conversation.ListOwedConversationsAsync(
            new() { TeamId = neighbours.StomaCare, PageSize = 200 })).Owed.Where(o => o.PersonId == personId)];
}
