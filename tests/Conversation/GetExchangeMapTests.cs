using Grpc.Core;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class GetExchangeMapTests(Neighbours neighbours)
{
    private const string Topic = "living_where_and_how";

    private static readonly V1.Holder[] All =
    [
        V1.Holder.Person, V1.Holder.FamilyOrCarers, V1.Holder.Practitioners, V1.Holder.OtherAgencies,
    ];

    [Fact]
    public async Task R43_Views_on_one_topic_stand_side_by_side_under_whose_they_are()
    {
        var personId = await neighbours.SharedAsync();
        var his = await RecordAsync(neighbours.Fiona, personId, "To stay where I am.", Valid.Spoken());
        var hers = await RecordAsync(neighbours.Ruth, personId, "That he moves in with us.", Wife);
        var other = await RecordAsync(neighbours.Ruth, personId, "The stairs are steep.",
            Valid.Spoken(V1.Speaker.Other, "the housing officer"), topic: "");

        foreach (var caller in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            var map = await MapAsync(caller, personId);

            Assert.Equal([Topic, ""], map.Topics.Select(t => t.Topic));
            var (on, without) = (map.Topics[0], map.Topics[1]);
            Assert.Equal([(V1.Holder.Person, his), (V1.Holder.FamilyOrCarers, hers)], Said(on));
            Assert.Equal([V1.Holder.Practitioners, V1.Holder.OtherAgencies], on.NotYetHeard);
            // Nothing pairs what has no topic.
            Assert.Equal([(V1.Holder.OtherAgencies, other)], Said(without));
            Assert.Empty(without.NotYetHeard);
        }
    }

    [Fact]
    public async Task R43_What_the_caller_may_not_see_is_neither_shown_nor_heard()
    {
        var request = Valid.View(await neighbours.SharedAsync());
        request.Topic = Topic;
        request.WithheldFrom.Add(neighbours.SocialWork);
        var his = (await neighbours.Fiona.Conversation.RecordViewAsync(request)).View;
        (request.Kind, request.Voice) = (V1.ViewKind.Concern, Wife);
        request.WithheldFrom.Clear();
        var hers = (await neighbours.Fiona.Conversation.RecordViewAsync(request)).View;

        var seen = Assert.Single((await MapAsync(neighbours.Fiona, request.PersonId)).Topics);
        Assert.Equal([(V1.Holder.Person, his), (V1.Holder.FamilyOrCarers, hers)], Said(seen));
        Assert.Equal(All[2..], seen.NotYetHeard);

        var hidden = await MapAsync(neighbours.Ruth, request.PersonId, Topic);
        var none = Assert.Single(hidden.Topics);
        Assert.Empty(none.Holders);
        Assert.Equal(All, none.NotYetHeard);
        Assert.Equal(("", true, "", true), (none.PersonLastHeardOn, none.NotHeardDirectlyInSixMonths,
            hidden.PersonLastHeardOn, hidden.NotHeardDirectlyInSixMonths));
        Assert.Empty((await MapAsync(neighbours.Ruth, request.PersonId)).Topics);
    }

    [Fact]
    public async Task R44_Who_says_theirs_anew_replaces_their_own_and_what_another_holds_stays()
    {
        var personId = await neighbours.SharedAsync();
        var earlier = await RecordAsync(neighbours.Fiona, personId, "To stay where I am.", Valid.Spoken());
        var hers = await RecordAsync(neighbours.Ruth, personId, "That he moves in with us.", Wife);

        // The same words as hers.
        var anew = await AnewAsync(neighbours.Fiona, earlier, hers.WhatMatters);

        var on = Assert.Single((await MapAsync(neighbours.Ruth, personId)).Topics);
        Assert.Equal([(V1.Holder.Person, anew), (V1.Holder.FamilyOrCarers, hers)], Said(on));
    }

    [Fact]
    public async Task Whoever_does_not_see_the_new_statement_has_the_earlier_one()
    {
        var personId = await neighbours.SharedAsync();
        var earlier = await RecordAsync(neighbours.Fiona, personId, "To stay where I am.", Valid.Spoken());
        await AnewAsync(neighbours.Fiona, earlier, "To go to our Ann's.", neighbours.SocialWork);

        var on = Assert.Single((await MapAsync(neighbours.Ruth, personId)).Topics);

        Assert.Equal([(V1.Holder.Person, earlier)], Said(on));
    }

    [Fact]
    public async Task R47_What_another_tells_for_the_person_is_shown_as_that_and_does_not_make_them_heard()
    {
        var request = Valid.View(await neighbours.SharedAsync());
        (request.Topic, request.Confidence) = (Topic, V1.Confidence.NotSure);
        request.Voice = new() { SaidBy = V1.Speaker.Person, How = { "staff", "past_records" } };
        var told = (await neighbours.Fiona.Conversation.RecordViewAsync(request)).View;
        neighbours.Later();

        var map = await MapAsync(neighbours.Ruth, request.PersonId);

        var on = Assert.Single(map.Topics);
        var shown = Assert.Single(Assert.Single(on.Holders).Views);
        Assert.Equal(told, shown.View);
        Assert.Equal(["staff", "past_records"], shown.View.Voice.How);
        Assert.Equal((V1.Confidence.NotSure, true, neighbours.Today),
            (shown.View.Confidence, shown.IsProxy, shown.HeardOn));
        Assert.Equal(All, on.NotYetHeard);
        Assert.Equal(("", true, "", true), (on.PersonLastHeardOn, on.NotHeardDirectlyInSixMonths,
            map.PersonLastHeardOn, map.NotHeardDirectlyInSixMonths));

        var said = await RecordAsync(neighbours.Ruth, request.PersonId, "To stay where I am.", Valid.Spoken());

        map = await MapAsync(neighbours.Ruth, request.PersonId);
        on = Assert.Single(map.Topics);
        Assert.Equal([(V1.Holder.Person, said), (V1.Holder.Person, told)], Said(on));
        Assert.Equal([false, true], Assert.Single(on.Holders).Views.Select(v => v.IsProxy));
        Assert.Equal(All[1..], on.NotYetHeard);
        Assert.Equal((neighbours.Today, false, neighbours.Today, false), (on.PersonLastHeardOn,
            on.NotHeardDirectlyInSixMonths, map.PersonLastHeardOn, map.NotHeardDirectlyInSixMonths));
    }

    [Fact]
    public async Task R41_Which_teams_have_heard_it_and_when_is_told_with_the_words()
    {
        var note = Valid.Note(await neighbours.CallumsAsync());
        note.Views.Add(new NewView { WhatMatters = "A warm flat.", Voice = Valid.Spoken(), Topic = "nice_place" });
        var earlier = (await neighbours.Fiona.Conversation.RecordConversationAsync(note)).Views.Single();
        var anew = await AnewAsync(neighbours.Ruth, earlier, "A warm flat, and dry.", topic: "nice_place");

        async Task<List<(string, string)>> HeardByAsync(Caller caller)
        {
            var map = await MapAsync(caller, note.PersonId, "nice_place");
            var shown = Assert.Single(Assert.Single(Assert.Single(map.Topics).Holders).Views);
            Assert.Equal(anew.WhatMatters, shown.View.WhatMatters);
            return [.. shown.HeardBy.Select(h => (h.TeamId, h.HeardOn))];
        }

        List<(string, string)> asked =
            [(neighbours.SocialWork, neighbours.Today), (neighbours.StomaCare, note.HappenedOn)];
        Assert.Equal(asked, await HeardByAsync(neighbours.Fiona));
        Assert.Equal(asked, await HeardByAsync(neighbours.Callum));
        // The day of a conversation is for those who took part; others have the one on which it was written down.
        Assert.Equal([neighbours.Today, neighbours.Today],
            (await HeardByAsync(neighbours.Ruth)).Select(h => h.Item2));
    }

    [Fact]
    public async Task A_secret_team_that_heard_it_too_is_left_out_and_the_others_are_named()
    {
        var note = Valid.Note(await neighbours.SharedAsync());
        note.TeamIds.Add(neighbours.SocialWork);
        note.Views.Add(new NewView { WhatMatters = "To stay.", Voice = Valid.Spoken(), Topic = Topic });
        var noted = (await neighbours.Fiona.Conversation.RecordConversationAsync(note)).Conversation;
        async Task<IEnumerable<string>> HeardByAsync(Caller caller) =>
            Assert.Single(Assert.Single(Assert.Single((await MapAsync(caller, note.PersonId)).Topics).Holders).Views)
                .HeardBy.Select(h => h.TeamId).Order();
        var both = new[] { neighbours.StomaCare, neighbours.SocialWork }.Order().ToList();
        Assert.Equal(both, await HeardByAsync(neighbours.Fiona));

        var ruths = (await neighbours.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = note.PersonId }))
            .Involvements.Single(i => i.Team.TeamId == neighbours.SocialWork);
        await neighbours.Ruth.Protection.MakePrivateAsync(new()
        {
            PersonId = note.PersonId,
            InvolvementId = ruths.InvolvementId,
            Reason = "Her son asks at every door.",
        });

        Assert.Equal([neighbours.StomaCare], await HeardByAsync(neighbours.Fiona));
        var talk = new GetConversationRequest { PersonId = note.PersonId, ConversationId = noted.ConversationId };
        Assert.Equal([neighbours.StomaCare],
            (await neighbours.Fiona.Conversation.GetConversationAsync(talk)).Conversation.TeamIds);
        Assert.Equal(noted.TeamIds,
            (await neighbours.Ruth.Conversation.GetConversationAsync(talk)).Conversation.TeamIds);
        Assert.Equal(both, await HeardByAsync(neighbours.Ruth));
    }

    [Fact]
    public async Task Who_acts_for_the_person_speaks_for_them_and_makes_nobody_heard()
    {
        var personId = await neighbours.SharedAsync();
        var told = await RecordAsync(neighbours.Ruth, personId, "That she is asked first.",
            Valid.Spoken(V1.Speaker.Representative, "her attorney"));

        var on = Assert.Single((await MapAsync(neighbours.Fiona, personId)).Topics);

        Assert.Equal([(V1.Holder.Person, told)], Said(on));
        Assert.True(on.Holders[0].Views[0].IsProxy);
        Assert.Equal(All, on.NotYetHeard);
    }

    [Fact]
    public async Task R41_That_the_person_was_not_heard_in_six_months_is_told_to_the_day()
    {
        var note = Valid.Note(await neighbours.SharedAsync());
        note.Views.Add(new NewView { WhatMatters = "To stay.", Voice = Valid.Spoken(), Topic = Topic });
        var sixMonthsAgo = DateOnly.Parse(neighbours.Today).AddMonths(-6);
        note.HappenedOn = sixMonthsAgo.ToString("yyyy-MM-dd");
        await neighbours.Fiona.Conversation.RecordConversationAsync(note);

        var map = await MapAsync(neighbours.Fiona, note.PersonId);
        Assert.Equal((note.HappenedOn, true), (map.PersonLastHeardOn, map.NotHeardDirectlyInSixMonths));
        var on = Assert.Single(map.Topics);
        Assert.Equal((note.HappenedOn, true), (on.PersonLastHeardOn, on.NotHeardDirectlyInSixMonths));

        // A day less, on something else.
        note.HappenedOn = sixMonthsAgo.AddDays(1).ToString("yyyy-MM-dd");
        note.Views[0].Topic = "money";
        await neighbours.Fiona.Conversation.RecordConversationAsync(note);

        map = await MapAsync(neighbours.Fiona, note.PersonId);
        Assert.Equal((note.HappenedOn, false), (map.PersonLastHeardOn, map.NotHeardDirectlyInSixMonths));
        Assert.Equal([(Topic, true), ("money", false)],
            map.Topics.Select(t => (t.Topic, t.NotHeardDirectlyInSixMonths)));
    }

    [Fact]
    public async Task R41_R47_What_the_person_was_not_heard_on_directly_is_a_list_by_itself_for_each_viewer()
    {
        var note = Valid.Note(await neighbours.SharedAsync());
        note.HappenedOn = DateOnly.Parse(neighbours.Today).AddMonths(-4).ToString("yyyy-MM-dd");
        note.Views.Add(new NewView { WhatMatters = "To stay.", Voice = Valid.Spoken(), Topic = Topic });
        note.Views.Add(new NewView
        {
            WhatMatters = "Enough.",
            Voice = Valid.Spoken(),
            Topic = "money",
            WithheldFrom = { neighbours.SocialWork },
        });
        note.Views.Add(new NewView { WhatMatters = "The singing.", Voice = Wife, Topic = "things_to_do" });
        note.Views.Add(new NewView
        {
            WhatMatters = "The rent is paid late.",
            Voice = Wife,
            Topic = "money",
        });
        await neighbours.Fiona.Conversation.RecordConversationAsync(note);
        // Told for him, which does not make him heard.
        await RecordAsync(neighbours.Fiona, note.PersonId, "To see folk.",
            new() { SaidBy = V1.Speaker.Person, How = { "staff" } }, "seeing_people");

        async Task<string> OnlyAsync(Caller caller, int months = 0, string topic = "", int pageSize = 0)
        {
            var map = await caller.Conversation.GetExchangeMapAsync(new()
            {
                PersonId = note.PersonId,
                OnlyNotHeardDirectly = true,
                Months = months,
                Topic = topic,
                PageSize = pageSize,
            }, Neighbours.Newest);
            return string.Join(' ', map.Topics.Select(t => t.Topic)) + (map.NextPageToken.Length > 0 ? " …" : "");
        }

        Assert.Equal("things_to_do seeing_people", await OnlyAsync(neighbours.Fiona));
        Assert.Equal("things_to_do …", await OnlyAsync(neighbours.Fiona, pageSize: 1));
        // Ruth does not see what he said of money; what another team noted was heard on the day it was written down.
        Assert.Equal("things_to_do seeing_people money", await OnlyAsync(neighbours.Ruth));
        Assert.Equal($"things_to_do seeing_people {Topic} money", await OnlyAsync(neighbours.Fiona, 3));
        Assert.Equal("", await OnlyAsync(neighbours.Fiona, topic: "money"));
        Assert.Equal("belonging", await OnlyAsync(neighbours.Fiona, topic: "belonging"));
        await neighbours.Fiona.Conversation.GetExchangeMapAsync(new() { PersonId = note.PersonId, Months = 121 })
            .RefusedAsync(StatusCode.InvalidArgument, "NUMBER_OUT_OF_RANGE", "months");
        await neighbours.DiesAsync(note.PersonId, "conversation");
        Assert.Equal("", await OnlyAsync(neighbours.Fiona));
    }

    [Fact]
    public async Task Nobody_is_sent_to_ask_a_person_who_died()
    {
        var personId = await neighbours.SharedAsync();
        await RecordAsync(neighbours.Ruth, personId, "That he moves in with us.", Wife);
        await neighbours.DiesAsync(personId, "conversation");

        var map = await MapAsync(neighbours.Ruth, personId);

        Assert.False(map.NotHeardDirectlyInSixMonths);
        Assert.False(Assert.Single(map.Topics).NotHeardDirectlyInSixMonths);
    }

    [Fact]
    public async Task A_topic_goes_on_over_the_page_and_each_page_leaves_the_entry_of_what_it_shows()
    {
        var personId = await neighbours.CallumsAsync();
        var views = new List<V1.View>();
        foreach (var voice in new[] { Valid.Spoken(), Wife, Valid.Spoken(V1.Speaker.Practitioner) })
        {
            views.Add(await RecordAsync(neighbours.Fiona, personId, "It is about the stairs.", voice, "belonging"));
        }
        var request = new GetExchangeMapRequest { PersonId = personId, Topic = "belonging", PageSize = 2 };
        var first = await neighbours.Fiona.Conversation.GetExchangeMapAsync(request);
        request.PageToken = first.NextPageToken;
        neighbours.Later();
        var second = await neighbours.Fiona.Conversation.GetExchangeMapAsync(request);

        Assert.Equal(views[..2], Said(Assert.Single(first.Topics)).Select(s => s.View));
        Assert.Equal(views[2..], Said(Assert.Single(second.Topics)).Select(s => s.View));
        Assert.Equal("", second.NextPageToken);
        Assert.Equal([V1.Holder.OtherAgencies], first.Topics[0].NotYetHeard);
        Assert.Equal(first.Topics[0].NotYetHeard, second.Topics[0].NotYetHeard);
        var entries = (await neighbours.Callum.Log("conversation").ListEntriesAsync(new() { PersonId = personId }))
            .Entries.Where(e => e.Rpc.EndsWith("/GetExchangeMap", StringComparison.Ordinal)).Take(2).ToList();
        Assert.Equal(views[2..].Select(v => v.ViewId), entries[0].ItemIds);
        Assert.Equal(views[..2].Select(v => v.ViewId).Order(), entries[1].ItemIds.Order());
    }

    [Fact]
    public async Task A_topic_that_is_none_is_named_and_a_stranger_is_told_not_found()
    {
        var personId = await neighbours.RegisterAsync();

        await neighbours.Fiona.Conversation.GetExchangeMapAsync(new() { PersonId = personId, Topic = "happiness" })
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN", "topic");
        await neighbours.Nadia.Conversation.GetExchangeMapAsync(new() { PersonId = personId }).NotFoundAsync();
    }

    private static V1.Voice Wife => Valid.Spoken(V1.Speaker.Family, "his wife Ann");

    private static async Task<GetExchangeMapResponse> MapAsync(Caller caller, string personId, string topic = "") =>
        await caller.Conversation.GetExchangeMapAsync(
            new() { PersonId = personId, Topic = topic, PageSize = 100 }, Neighbours.Newest);

    private static IEnumerable<(V1.Holder Holder, V1.View View)> Said(TopicExchange on) =>
        on.Holders.SelectMany(h => h.Views.Select(v => (h.Holder, v.View)));

    private async Task<V1.View> RecordAsync(
        Caller caller, string personId, string words, V1.Voice voice, string topic = Topic)
    {
        var request = Valid.View(personId);
        (request.WhatMatters, request.Voice, request.Topic) = (words, voice, topic);
        var view = (await caller.Conversation.RecordViewAsync(request)).View;
        neighbours.Later();
        return view;
    }

    private async Task<V1.View> AnewAsync(
        Caller caller, V1.View earlier, string words, string withheldFrom = "", string topic = Topic)
    {
        var request = new ReviseViewRequest
        {
            PersonId = earlier.PersonId,
            ViewId = earlier.ViewId,
            WhatMatters = words,
            Topic = topic,
            Voice = Valid.Spoken(),
        };
        if (withheldFrom.Length > 0)
        {
            request.WithheldFrom.Add(withheldFrom);
        }
        neighbours.Later();
        var view = (await caller.Conversation.ReviseViewAsync(request)).View;
        neighbours.Later();
        return view;
    }
}
