using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Events;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>Which views and conversations there are for an outcome to come from, as Conversation told it.</summary>
[Collection(nameof(Together))]
public sealed class OnConversationRecordedTests(Neighbours neighbours)
{
    private static Voice Heard(Speaker by = Speaker.Person, string name = "") =>
        new() { SaidBy = by, SaidByName = name, How = { "spoken" } };

    private async Task<RecordConversationResponse> TalkAsync(string personId, params string[] otherTeams) =>
        await neighbours.Fiona.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = "2026-03-02",
            WhatWasSaid = "The money runs out on a Wednesday.",
            TeamIds = { otherTeams },
            Views =
            {
                new NewView { WhatMatters = "Enough.", Voice = Heard() },
                new NewView
                {
                    WhatMatters = "I worry about the stairs.",
                    Kind = ViewKind.Concern,
                    Voice = Heard(Speaker.Family, "his mother"),
                },
            },
        });

    private static async Task<string> FromAsync(Caller caller, string personId, string sourceId)
    {
        var request = Valid.Outcome(personId);
        request.SourceId = sourceId;
        return (await caller.ReadAsync((await caller.Plan.ProposeOutcomeAsync(request)).Outcome)).Outcome.SourceId;
    }

    [Fact]
    public async Task Whoever_took_part_draws_on_the_conversation_its_views_and_its_concerns()
    {
        var personId = await neighbours.SharedAsync();
        var told = await TalkAsync(personId, neighbours.SocialWork);
        foreach (var id in told.Views.Select(v => v.ViewId).Prepend(told.Conversation.ConversationId))
        {
            Assert.Equal(id, await FromAsync(neighbours.Fiona, personId, id));
            Assert.Equal(id, await FromAsync(neighbours.Ruth, personId, id));
        }
    }

    [Fact]
    public async Task What_was_said_anew_is_a_source_like_the_first()
    {
        var personId = await neighbours.SharedAsync();
        foreach (var view in (await TalkAsync(personId, neighbours.SocialWork)).Views)
        {
            var anew = await neighbours.Fiona.Conversation.ReviseViewAsync(new()
            {
                PersonId = personId,
                ViewId = view.ViewId,
                WhatMatters = "Enough, and a bit more.",
                Voice = Heard(view.Voice.SaidBy, view.Voice.SaidByName),
            });

            Assert.Equal(anew.View.ViewId, await FromAsync(neighbours.Ruth, personId, anew.View.ViewId));
            Assert.Equal(view.ViewId, await FromAsync(neighbours.Ruth, personId, view.ViewId));
        }
    }

    [Fact]
    public async Task Opened_to_a_team_a_concern_is_shown_to_them_as_the_source()
    {
        var personId = await neighbours.CallumsAsync();
        var concern = (await TalkAsync(personId)).Views[1].ViewId;
        var request = Valid.Outcome(personId);
        request.SourceId = concern;
        var outcome = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome;
        Assert.Equal("", (await neighbours.Ruth.ReadAsync(outcome)).Outcome.SourceId);

        await neighbours.Callum.Sharing.OpenRecordAsync(
            new() { PersonId = personId, ItemId = concern, TeamId = neighbours.SocialWork });
        await neighbours.LevelAsync("sharing");

        Assert.Equal(concern, (await neighbours.Ruth.ReadAsync(outcome)).Outcome.SourceId);
    }

    [Fact]
    public async Task Told_again_and_in_any_order_the_sources_are_the_same()
    {
        var personId = await neighbours.SharedAsync();
        var (alone, together) = (await TalkAsync(personId), await TalkAsync(personId, neighbours.SocialWork));
        var withheld = (await neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = personId,
            WhatMatters = "Enough.",
            Voice = Heard(),
            WithheldFrom = { neighbours.SocialWork },
        })).View.ViewId;
        foreach (var id in new[] { alone, together }.SelectMany(t => t.Views.Select(v => v.ViewId)
            .Prepend(t.Conversation.ConversationId)).Append(withheld))
        {
            await FromAsync(neighbours.Fiona, personId, id);
        }
        var (ruths, hers) = (await neighbours.Ruth.PlanAsync(personId), await neighbours.Fiona.PlanAsync(personId));
        Assert.Equal((4, 7),
            (ruths.Outcomes.Count(o => o.SourceId != ""), hers.Outcomes.Count(o => o.SourceId != "")));

        await neighbours.TellAgainAsync("conversation",
            [.. (await neighbours.ToldAsync<ViewRecorded>("conversation", personId)).AsEnumerable().Reverse()],
            OnViewRecorded.ApplyAsync);
        await neighbours.TellAgainAsync("conversation",
            [.. (await neighbours.ToldAsync<ConversationRecorded>("conversation", personId)).AsEnumerable().Reverse()],
            OnConversationRecorded.ApplyAsync);

        Assert.Equal(ruths, await neighbours.Ruth.PlanAsync(personId));
        Assert.Equal(hers, await neighbours.Fiona.PlanAsync(personId));
    }
}
