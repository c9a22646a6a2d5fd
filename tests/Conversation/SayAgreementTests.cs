using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class SayAgreementTests(Neighbours neighbours)
{
    private const string Topic = "living_where_and_how";

    private static V1.Voice Wife => Valid.Spoken(V1.Speaker.Family, "his wife Ann");

    [Fact]
    public async Task R44_Dissent_stays_when_another_says_that_all_agree()
    {
        var personId = await neighbours.SharedAsync();
        var hers = await SayAsync(neighbours.Ruth, personId, V1.Agreement.Different, Wife);
        var his = await SayAsync(neighbours.Fiona, personId, V1.Agreement.Agreed, Valid.Spoken());

        Assert.Equal((V1.Agreement.Different, "his wife Ann", neighbours.SocialWork),
            (hers.Agreement, hers.Voice.SaidByName, hers.TeamId));
        foreach (var caller in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            Assert.Equal([his, hers], await StandingAsync(caller, personId));
        }

        // She says so herself; what she said before stays, to whoever asks for this topic.
        var anew = await SayAsync(neighbours.Fiona, personId, V1.Agreement.Agreed, Wife);
        Assert.Equal([anew], await StandingAsync(neighbours.Ruth, personId));
        Assert.Equal([anew, his, hers], await StandingAsync(neighbours.Ruth, personId, Topic));
    }

    [Fact]
    public async Task R44_That_views_agree_is_never_told_unless_somebody_said_so()
    {
        var request = Valid.View(await neighbours.SharedAsync());
        request.Topic = Topic;
        await neighbours.Fiona.Conversation.RecordViewAsync(request);
        request.Voice = Wife;
        await neighbours.Ruth.Conversation.RecordViewAsync(request);

        Assert.Empty(await StandingAsync(neighbours.Fiona, request.PersonId));

        var said = await SayAsync(neighbours.Ruth, request.PersonId, V1.Agreement.Different, Wife);
        Assert.Equal([said], await StandingAsync(neighbours.Fiona, request.PersonId));
    }

    [Fact]
    public async Task What_a_teams_practitioners_say_later_replaces_what_they_said_and_nothing_of_anothers()
    {
        var personId = await neighbours.SharedAsync();
        var worker = Valid.Spoken(V1.Speaker.Practitioner);
        await SayAsync(neighbours.Fiona, personId, V1.Agreement.Different, worker);
        var ruths = await SayAsync(neighbours.Ruth, personId, V1.Agreement.Different, worker);

        var fionas = await SayAsync(neighbours.Fiona, personId, V1.Agreement.Agreed, worker);

        Assert.Equal([fionas, ruths], await StandingAsync(neighbours.Fiona, personId));
    }

    [Fact]
    public async Task What_is_told_for_the_person_takes_no_dissent_of_theirs_away()
    {
        var personId = await neighbours.SharedAsync();
        var his = await SayAsync(neighbours.Fiona, personId, V1.Agreement.Different, Valid.Spoken());
        var told = await SayAsync(neighbours.Ruth, personId, V1.Agreement.Agreed,
            new() { SaidBy = V1.Speaker.Person, How = { "staff" } });

        Assert.Equal([told, his], await StandingAsync(neighbours.Fiona, personId));
    }

    [Fact]
    public async Task Whoever_it_is_withheld_from_is_not_told_that_anything_was_said()
    {
        var request = Valid.Agreement(await neighbours.SharedAsync());
        request.WithheldFrom.Add(neighbours.SocialWork);
        var said = (await neighbours.Fiona.Conversation.SayAgreementAsync(request)).SaidAgreement;

        Assert.Equal([said], await StandingAsync(neighbours.Fiona, request.PersonId));
        Assert.Empty((await neighbours.Ruth.Conversation.GetExchangeMapAsync(
            new() { PersonId = request.PersonId }, Neighbours.Newest)).Topics);
    }

    [Fact]
    public async Task It_is_said_once_however_often_it_comes()
    {
        var request = Valid.Agreement(await neighbours.RegisterAsync());
        var headers = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };

        var said = await neighbours.Fiona.Conversation.SayAgreementAsync(request, headers);

        Assert.Equal(said, await neighbours.Fiona.Conversation.SayAgreementAsync(request, headers));
        Assert.Single(await StandingAsync(neighbours.Fiona, request.PersonId, Topic));
    }

    public static TheoryData<string, string, Action<SayAgreementRequest>> Refusals => new()
    {
        { "CODE_MISSING", "topic", r => r.Topic = "" },
        { "CODE_UNKNOWN", "topic", r => r.Topic = "happiness" },
        { "CODE_MISSING", "agreement", r => r.Agreement = V1.Agreement.Unspecified },
        { "WORDS_MISSING", "words", r => r.Words = "" },
        { "WORDS_TOO_LONG", "words", r => r.Words = new string('a', 1001) },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "WORDS_MISSING", "voice.said_by_name", r => r.Voice.SaidBy = V1.Speaker.Family },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<SayAgreementRequest> change)
    {
        var request = Valid.Agreement(await neighbours.RegisterAsync());
        change(request);

        await neighbours.Fiona.Conversation.SayAgreementAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.Conversation.GetExchangeMapAsync(
            new() { PersonId = request.PersonId })).Topics);
    }

    [Fact]
    public async Task Once_the_person_died_only_others_say_it()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.DiesAsync(personId, "conversation");

        await neighbours.Fiona.Conversation.SayAgreementAsync(Valid.Agreement(personId))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "voice.said_by");
        var said = await SayAsync(neighbours.Fiona, personId, V1.Agreement.Different, Wife);
        Assert.Equal([said], await StandingAsync(neighbours.Ruth, personId));
    }

    [Fact]
    public async Task Said_in_the_wrong_record_it_is_moved_to_the_right_one()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var said = await SayAsync(neighbours.Fiona, wrong, V1.Agreement.Different, Wife);

        var moved = await neighbours.Fiona.Entries("conversation").MoveItemAsync(new MoveItemRequest
        {
            PersonId = wrong,
            ItemId = said.SaidAgreementId,
            ToPersonId = right,
        });

        var there = Assert.Single(await StandingAsync(neighbours.Ruth, right));
        Assert.Equal((moved.ItemId, said.Words, said.RecordTime),
            (there.SaidAgreementId, there.Words, there.RecordTime));
        Assert.Empty(await StandingAsync(neighbours.Fiona, wrong, Topic));
    }

    [Fact]
    public async Task A_stranger_is_told_not_found()
    {
        await neighbours.Nadia.Conversation.SayAgreementAsync(Valid.Agreement(await neighbours.RegisterAsync()))
            .NotFoundAsync();
    }

    private static async Task<IList<V1.SaidAgreement>> StandingAsync(
        Caller caller, string personId, string topic = "") => Assert.Single(
            (await caller.Conversation.GetExchangeMapAsync(
                new() { PersonId = personId, Topic = topic }, Neighbours.Newest)).Topics).Agreements;

    private async Task<V1.SaidAgreement> SayAsync(
        Caller caller, string personId, V1.Agreement agreement, V1.Voice voice)
    {
        var request = Valid.Agreement(personId);
        (request.Agreement, request.Voice) = (agreement, voice);
        var said = (await caller.Conversation.SayAgreementAsync(request)).SaidAgreement;
        neighbours.Later();
        return said;
    }
}
