using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class SayPurposeTests(Neighbours neighbours)
{
    [Fact]
    public async Task R06_The_newest_wording_counts_whoever_put_it_so()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.HeardAsync(personId);
        var first = (await neighbours.Fiona.Plan.SayPurposeAsync(Valid.Purpose(personId))).Purpose;
        Assert.Equal(first, (await neighbours.Ruth.PlanAsync(personId)).Purpose);
        neighbours.Later();
        var request = Valid.Purpose(personId);
        (request.Words, request.Voice) = ("Home without dread.", Valid.Spoken(Speaker.Other, "a friend"));
        request.Agreement = Valid.Asked;

        var second = (await neighbours.Ruth.Plan.SayPurposeAsync(request)).Purpose;

        Assert.Equal(second, (await neighbours.Fiona.PlanAsync(personId)).Purpose);
        Assert.Null(first.Agreement);
        Assert.Equal(new V1.Agreement(Valid.Asked) { WrittenBy = Writer.Practitioner }, second.Agreement);
        Assert.Equal(("Home without dread.", "a friend", false),
            (second.Words, second.Voice.SaidByName, second.Voice.IsPersonsVoice));
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_agrees_today_without_being_asked()
    {
        var personId = await neighbours.CallumsAsync();

        var said = (await neighbours.Callum.Plan.SayPurposeAsync(
            new() { PersonId = personId, Words = "That home runs again.", Agreement = new() })).Purpose;

        Assert.Equal(new V1.Agreement
        {
            AgreedBy = V1.AgreedBy.Person,
            How = { "own_sign_in" },
            AgreedOn = neighbours.Today,
            WrittenBy = Writer.Person,
        }, said.Agreement);
        Assert.True(said.Voice.IsPersonsVoice);
    }

    [Fact]
    public async Task Withheld_from_a_team_the_newest_leaves_the_one_before_in_its_place()
    {
        var personId = await neighbours.SharedAsync();
        var first = (await neighbours.Fiona.Plan.SayPurposeAsync(Valid.Purpose(personId))).Purpose;
        neighbours.Later();
        var request = Valid.Purpose(personId);
        request.WithheldFrom.Add(neighbours.SocialWork);
        var second = (await neighbours.Fiona.Plan.SayPurposeAsync(request)).Purpose;

        Assert.Equal(second, (await neighbours.Fiona.PlanAsync(personId)).Purpose);
        Assert.Equal(first, (await neighbours.Ruth.PlanAsync(personId)).Purpose);
    }

    [Fact]
    public async Task When_the_person_could_not_say_whoever_spoke_stands_beside_it()
    {
        var request = Valid.Purpose(await neighbours.RegisterAsync());
        request.Agreement = new(Valid.Asked) { AgreedBy = V1.AgreedBy.CouldNotSay, SpokenBy = "his wife Ann" };
        request.WithoutViewReason = "He is not awake yet.";
        request.HeardHow.Add("family");

        var said = (await neighbours.Fiona.Plan.SayPurposeAsync(request)).Purpose;

        Assert.Equal((V1.AgreedBy.CouldNotSay, "his wife Ann"), (said.Agreement.AgreedBy, said.Agreement.SpokenBy));
        Assert.Equal("He is not awake yet.", said.WithoutViewReason);
    }

    public static TheoryData<string, string, Action<SayPurposeRequest>> NotAsked => new()
    {
        { "PERSON_NOT_ASKED", "agreement.asked_how", r => r.Agreement.AskedHow = " " },
        { "PERSON_NOT_ASKED", "agreement.spoken_by", r => r.Agreement.AgreedBy = V1.AgreedBy.CouldNotSay },
        { "PERSON_NOT_ASKED", "agreement.spoken_by", r => r.Agreement.AgreedBy = V1.AgreedBy.Representative },
    };

    [Theory]
    [MemberData(nameof(NotAsked))]
    public async Task An_agreement_says_how_the_person_was_asked_and_who_spoke(
        string reason, string field, Action<SayPurposeRequest> change)
    {
        var request = Valid.Purpose(await neighbours.RegisterAsync());
        request.Agreement = Valid.Asked;
        change(request);

        await neighbours.Fiona.Plan.SayPurposeAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, reason, field);

        Assert.Null((await neighbours.Fiona.PlanAsync(request.PersonId)).Purpose);
    }

    public static TheoryData<string, string, Action<SayPurposeRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "words", r => r.Words = "" },
        { "WORDS_TOO_LONG", "words", r => r.Words = new string('a', 1001) },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "CODE_MISSING", "agreement.agreed_by", r => r.Agreement.AgreedBy = V1.AgreedBy.Unspecified },
        { "CODE_UNKNOWN", "agreement.agreed_by", r => r.Agreement.AgreedBy = (V1.AgreedBy)9 },
        { "CODE_MISSING", "agreement.how", r => r.Agreement.How.Clear() },
        { "CODE_UNKNOWN", "agreement.how", r => r.Agreement.How.Add("own_sign_in") },
        { "WORDS_TOO_LONG", "agreement.asked_how", r => r.Agreement.AskedHow = new string('a', 1001) },
        { "WORDS_TOO_LONG", "agreement.spoken_by", r => r.Agreement.SpokenBy = new string('a', 201) },
        { "DAY_MISSING", "agreement.agreed_on", r => r.Agreement.AgreedOn = "" },
        { "DAY_IN_FUTURE", "agreement.agreed_on", r => r.Agreement.AgreedOn = "2999-01-01" },
        { "ID_MALFORMED", "withheld_from", r => r.WithheldFrom.Add("them") },
        { "CODE_MISSING", "heard_how", r => r.WithoutViewReason = "He sleeps." },
        { "WORDS_MISSING", "without_view_reason", r => r.HeardHow.Add("family") },
        { "NOTHING_AGREED", "without_view_reason", r =>
            {
                r.Agreement = null;
                r.WithoutViewReason = "He sleeps.";
                r.HeardHow.Add("family");
            }
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<SayPurposeRequest> change)
    {
        var request = Valid.Purpose(await neighbours.RegisterAsync());
        request.Agreement = Valid.Asked;
        change(request);

        await neighbours.Fiona.Plan.SayPurposeAsync(request).RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty(await neighbours.JournalAsync(request.PersonId));
    }

    [Theory]
    [InlineData("DAY_IN_FUTURE", "agreement.agreed_on", "2999-01-01", "")]
    [InlineData("DAY_MALFORMED", "agreement.agreed_on", "today", "")]
    [InlineData("WORDS_UNREADABLE", "agreement.asked_how", "", "Asked\u0007")]
    public async Task With_their_own_sign_in_too_the_wrong_field_is_named(
        string reason, string field, string agreedOn, string askedHow) =>
        await neighbours.Callum.Plan.SayPurposeAsync(new()
        {
            PersonId = await neighbours.CallumsAsync(),
            Words = "That home runs again.",
            Agreement = new() { AgreedOn = agreedOn, AskedHow = askedHow },
        }).RefusedAsync(StatusCode.InvalidArgument, reason, field);

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var (request, id) = (Valid.Purpose(await neighbours.RegisterAsync()), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.SayPurposeAsync(request, id);
        var again = await neighbours.Fiona.Plan.SayPurposeAsync(request, id);
        request.Agreement = Valid.Asked;
        await neighbours.Fiona.Plan.SayPurposeAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Equal(["PurposeSaid"], await neighbours.JournalAsync(request.PersonId));
    }

    [Fact]
    public async Task A_stranger_is_told_not_found() => await neighbours.Nadia.Plan.SayPurposeAsync(
        Valid.Purpose(await neighbours.RegisterAsync())).NotFoundAsync();
}
