using Grpc.Core;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class PairTests(Neighbours neighbours)
{
    private const string Topic = "living_where_and_how";

    private static V1.Voice Wife => Valid.Spoken(V1.Speaker.Family, "his wife Ann");

    [Fact]
    public async Task R44_What_two_agencies_wrote_down_on_one_topic_is_paired_by_the_topic_and_never_by_the_words()
    {
        var personId = await neighbours.SharedAsync();
        var first = await RecordAsync(neighbours.Fiona, personId, "To stay where I am.");
        var ruths = await RecordAsync(neighbours.Ruth, personId, "My own front door.");
        // The same words, of another topic and of none.
        await RecordAsync(neighbours.Ruth, personId, "To stay where I am.", "money");
        await RecordAsync(neighbours.Ruth, personId, "To stay where I am.", "");
        var second = await RecordAsync(neighbours.Fiona, personId, "The stairs are fine.");

        foreach (var caller in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            var pairs = await PairsAsync(caller, personId);

            Assert.Equal([(Topic, first, ruths), (Topic, ruths, second)],
                pairs.Select(p => (p.Topic, p.First, p.Second)));
            Assert.All(pairs, p => Assert.Null(p.Said));
        }
        var request = new ListPairsRequest { PersonId = personId, Topic = Topic, PageSize = 1 };
        var page = await neighbours.Fiona.Conversation.ListPairsAsync(request);
        Assert.Equal(first, Assert.Single(page.Pairs).First);
        request.PageToken = page.NextPageToken;
        page = await neighbours.Fiona.Conversation.ListPairsAsync(request);
        Assert.Equal(second, Assert.Single(page.Pairs).Second);
        Assert.Equal("", page.NextPageToken);
    }

    [Fact]
    public async Task R44_The_person_says_how_the_two_stand_to_each_other_and_both_stay()
    {
        var (first, second) = await PairAsync(await neighbours.SharedAsync());

        var same = await SayAsync(neighbours.Ruth, first, second);

        Assert.Equal((first.ViewId, second.ViewId, V1.PairAnswer.Same, true),
            (same.FirstViewId, same.SecondViewId, same.Answer, same.Voice.IsPersonsVoice));
        foreach (var caller in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            var pair = Assert.Single(await PairsAsync(caller, first.PersonId));
            Assert.Equal((first, second, same), (pair.First, pair.Second, pair.Said));
            Assert.Empty(await PairsAsync(caller, first.PersonId, onlyOpen: true));
            var on = Assert.Single((await caller.Conversation.GetExchangeMapAsync(
                new() { PersonId = first.PersonId })).Topics);
            Assert.Equal([same], on.SaidPairs);
            // Nothing is made one.
            Assert.Equal([second, first], on.Holders.SelectMany(h => h.Views).Select(v => v.View));
        }

        // Named the other way round, and by who stands by him; the newest word counts.
        var outdated = await SayAsync(neighbours.Fiona, second, first, r =>
        {
            (r.Answer, r.OutdatedViewId, r.Voice) = (V1.PairAnswer.Outdated, first.ViewId, Wife);
            r.Words = "That was before the fall.";
        });
        Assert.Equal((first.ViewId, first.ViewId, "his wife Ann", "That was before the fall."),
            (outdated.FirstViewId, outdated.OutdatedViewId, outdated.Voice.SaidByName, outdated.Words));
        Assert.Equal(outdated, Assert.Single(await PairsAsync(neighbours.Ruth, first.PersonId)).Said);
        Assert.Equal([outdated], Assert.Single((await neighbours.Ruth.Conversation.GetExchangeMapAsync(
            new() { PersonId = first.PersonId })).Topics).SaidPairs);
    }

    [Fact]
    public async Task R44_It_is_not_for_a_practitioner_to_say_nor_told_for_the_person()
    {
        var (first, second) = await PairAsync(await neighbours.SharedAsync());

        foreach (var voice in new V1.Voice[]
        {
            Valid.Spoken(V1.Speaker.Practitioner), new() { SaidBy = V1.Speaker.Person, How = { "staff" } },
        })
        {
            await neighbours.Fiona.Conversation.SayPairAsync(Say(first, second, r => r.Voice = voice))
                .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice");
        }
        Assert.Null(Assert.Single(await PairsAsync(neighbours.Fiona, first.PersonId)).Said);
    }

    [Fact]
    public async Task R44_Said_anew_by_whoever_holds_it_the_pair_is_open_again()
    {
        var (first, second) = await PairAsync(await neighbours.SharedAsync());
        await SayAsync(neighbours.Ruth, first, second);

        var anew = (await neighbours.Ruth.Conversation.ReviseViewAsync(new()
        {
            PersonId = second.PersonId,
            ViewId = second.ViewId,
            WhatMatters = "My own front door, on the ground floor.",
            Voice = Valid.Spoken(),
            Topic = Topic,
        })).View;

        var pair = Assert.Single(await PairsAsync(neighbours.Fiona, first.PersonId, onlyOpen: true));
        Assert.Equal((first, anew), (pair.First, pair.Second));
        Assert.Empty(Assert.Single((await neighbours.Fiona.Conversation.GetExchangeMapAsync(
            new() { PersonId = first.PersonId })).Topics).SaidPairs);
        await neighbours.Fiona.Conversation.SayPairAsync(Say(first, second))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_A_PAIR");
    }

    [Fact]
    public async Task Of_what_the_viewer_may_not_see_there_is_no_pair_and_nothing_was_said()
    {
        var personId = await neighbours.SharedAsync();
        var request = Valid.View(personId);
        request.Topic = Topic;
        request.WithheldFrom.Add(neighbours.SocialWork);
        var hidden = (await neighbours.Fiona.Conversation.RecordViewAsync(request)).View;
        neighbours.Later();
        var ruths = await RecordAsync(neighbours.Ruth, personId, "My own front door.");
        var seen = await RecordAsync(neighbours.Fiona, personId, "The stairs are fine.");

        Assert.Equal([(hidden, ruths), (ruths, seen)],
            (await PairsAsync(neighbours.Fiona, personId)).Select(p => (p.First, p.Second)));
        Assert.Equal([(ruths, seen)],
            (await PairsAsync(neighbours.Ruth, personId)).Select(p => (p.First, p.Second)));
        await neighbours.Ruth.Conversation.SayPairAsync(Say(hidden, ruths)).NotFoundAsync();
        await neighbours.Nadia.Conversation.SayPairAsync(Say(ruths, seen)).NotFoundAsync();
        await neighbours.Nadia.Conversation.ListPairsAsync(new() { PersonId = personId }).NotFoundAsync();

        await SayAsync(neighbours.Fiona, hidden, ruths);
        await SayAsync(neighbours.Fiona, ruths, seen, r => r.WithheldFrom.Add(neighbours.SocialWork));
        Assert.Null(Assert.Single(await PairsAsync(neighbours.Ruth, personId)).Said);
        Assert.Empty(Assert.Single((await neighbours.Ruth.Conversation.GetExchangeMapAsync(
            new() { PersonId = personId }, Neighbours.Newest)).Topics).SaidPairs);
    }

    [Fact]
    public async Task What_one_agency_wrote_down_twice_or_on_two_topics_is_no_pair_and_nor_is_a_concern()
    {
        var personId = await neighbours.SharedAsync();
        var first = await RecordAsync(neighbours.Fiona, personId, "To stay where I am.");
        var second = await RecordAsync(neighbours.Fiona, personId, "The stairs are fine.");
        var elsewhere = await RecordAsync(neighbours.Ruth, personId, "Enough.", "money");
        var request = Valid.View(personId);
        (request.Topic, request.Kind, request.Voice) = (Topic, V1.ViewKind.Concern, Wife);
        var concern = (await neighbours.Ruth.Conversation.RecordViewAsync(request)).View;

        Assert.Empty(await PairsAsync(neighbours.Fiona, personId));
        Assert.Empty(await PairsAsync(neighbours.Ruth, personId));
        foreach (var other in new[] { second, elsewhere, first })
        {
            await neighbours.Fiona.Conversation.SayPairAsync(Say(first, other))
                .RefusedAsync(StatusCode.FailedPrecondition, "NOT_A_PAIR");
        }
        await neighbours.Ruth.Conversation.SayPairAsync(Say(first, concern))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_A_PAIR");
    }

    [Fact]
    public async Task The_person_says_it_by_their_own_sign_in_once_however_often_it_comes()
    {
        var (first, second) = await PairAsync(await neighbours.CallumsAsync());
        var request = Say(first, second, r => r.Voice = null);
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };

        var said = (await neighbours.Callum.Conversation.SayPairAsync(request, id)).SaidPair;

        Assert.Equal((V1.Speaker.Person, true, ""),
            (said.Voice.SaidBy, said.Voice.IsPersonsVoice, said.TeamId));
        Assert.Equal(said, (await neighbours.Callum.Conversation.SayPairAsync(request, id)).SaidPair);
        Assert.Contains(await PairsAsync(neighbours.Ruth, first.PersonId), p => said.Equals(p.Said));
    }

    [Fact]
    public async Task Entered_in_error_the_pair_is_open_and_with_one_of_the_two_it_is_none()
    {
        var (first, second) = await PairAsync(await neighbours.SharedAsync());
        var said = await SayAsync(neighbours.Fiona, first, second);

        await RemoveAsync(said.SaidPairId);
        Assert.Null(Assert.Single(await PairsAsync(neighbours.Ruth, first.PersonId)).Said);
        await SayAsync(neighbours.Fiona, first, second);
        await RemoveAsync(first.ViewId);

        Assert.Empty(await PairsAsync(neighbours.Ruth, first.PersonId));
        Assert.Equal(3, (await neighbours.JournalAsync("conversation", first.PersonId))
            .Count(t => t == "EnteredInError"));

        async Task RemoveAsync(string itemId) => await neighbours.Fiona.Entries("conversation").EnterInErrorAsync(
            new() { PersonId = first.PersonId, ItemId = itemId, Reason = Access.V1.MistakeReason.WrongRecord });
    }

    [Fact]
    public async Task It_is_moved_after_the_two_and_not_before()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var (first, second) = await PairAsync(wrong);
        var said = await SayAsync(neighbours.Fiona, first, second);
        await MoveAsync(neighbours.Fiona, said.SaidPairId)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_MOVED", "item_id");

        await MoveAsync(neighbours.Fiona, first.ViewId);
        await MoveAsync(neighbours.Ruth, second.ViewId);

        // What was said of a pair that was taken apart is gone with it.
        Assert.Null(Assert.Single(await PairsAsync(neighbours.Ruth, right)).Said);
        Assert.Empty(await PairsAsync(neighbours.Ruth, wrong));

        AsyncUnaryCall<Access.V1.MoveItemResponse> MoveAsync(Caller caller, string itemId) =>
            caller.Entries("conversation").MoveItemAsync(
                new() { PersonId = wrong, ItemId = itemId, ToPersonId = right });
    }

    [Fact]
    public async Task Once_the_person_died_only_others_say_it()
    {
        var (first, second) = await PairAsync(await neighbours.SharedAsync());
        await neighbours.DiesAsync(first.PersonId, "conversation");

        await neighbours.Fiona.Conversation.SayPairAsync(Say(first, second))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "voice.said_by");
        await SayAsync(neighbours.Fiona, first, second, r => r.Voice = Wife);
    }

    public static TheoryData<string, string, Action<SayPairRequest>> Refusals => new()
    {
        { "ID_MISSING", "view_id", r => r.ViewId = "" },
        { "ID_MALFORMED", "other_view_id", r => r.OtherViewId = "that one" },
        { "CODE_MISSING", "answer", r => r.Answer = V1.PairAnswer.Unspecified },
        { "CODE_UNKNOWN", "answer", r => r.Answer = (V1.PairAnswer)7 },
        { "ID_MISSING", "outdated_view_id", r => r.Answer = V1.PairAnswer.Outdated },
        { "NOT_OF_THE_PAIR", "outdated_view_id", r => r.OutdatedViewId = r.ViewId },
        {
            "NOT_OF_THE_PAIR", "outdated_view_id",
            r => (r.Answer, r.OutdatedViewId) = (V1.PairAnswer.Outdated, Guid.NewGuid().ToString())
        },
        { "WORDS_TOO_LONG", "words", r => r.Words = new string('a', 1001) },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<SayPairRequest> change)
    {
        var (first, second) = await PairAsync(await neighbours.SharedAsync());

        await neighbours.Fiona.Conversation.SayPairAsync(Say(first, second, change))
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Null(Assert.Single(await PairsAsync(neighbours.Fiona, first.PersonId)).Said);
    }

    private static SayPairRequest Say(V1.View first, V1.View second, Action<SayPairRequest>? change = null)
    {
        var request = new SayPairRequest
        {
            PersonId = first.PersonId,
            ViewId = first.ViewId,
            OtherViewId = second.ViewId,
            Answer = V1.PairAnswer.Same,
            Voice = Valid.Spoken(),
        };
        change?.Invoke(request);
        return request;
    }

    private async Task<V1.SaidPair> SayAsync(
        Caller caller, V1.View first, V1.View second, Action<SayPairRequest>? change = null)
    {
        var said = (await caller.Conversation.SayPairAsync(Say(first, second, change))).SaidPair;
        neighbours.Later();
        return said;
    }

    private static async Task<IList<V1.Pair>> PairsAsync(Caller caller, string personId, bool onlyOpen = false) =>
        (await caller.Conversation.ListPairsAsync(
            new() { PersonId = personId, OnlyOpen = onlyOpen }, Neighbours.Newest)).Pairs;

    private async Task<(V1.View, V1.View)> PairAsync(string personId) => (
        await RecordAsync(neighbours.Fiona, personId, "To stay where I am."),
        await RecordAsync(neighbours.Ruth, personId, "My own front door."));

    private async Task<V1.View> RecordAsync(Caller caller, string personId, string words, string topic = Topic)
    {
        var request = Valid.View(personId);
        (request.WhatMatters, request.Topic) = (words, topic);
        var view = (await caller.Conversation.RecordViewAsync(request)).View;
        neighbours.Later();
        return view;
    }
}
