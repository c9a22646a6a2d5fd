using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class DissentFromPurposeTests(Neighbours neighbours)
{
    [Fact]
    public async Task R44_Who_sees_the_purpose_differently_is_named_beside_it_also_when_it_is_agreed()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.HeardAsync(personId);
        var said = await SayAsync(personId);

        var hers = (await neighbours.Ruth.Plan.DissentFromPurposeAsync(Valid.Dissent(said, personId))).Dissent;
        neighbours.Later();
        var worker = Valid.Dissent(said, personId);
        (worker.Words, worker.Voice) = ("It is the stoma first.", Valid.Spoken(Speaker.Practitioner));
        var fionas = (await neighbours.Fiona.Plan.DissentFromPurposeAsync(worker)).Dissent;
        neighbours.Later();
        var agreed = (await neighbours.Ruth.Plan.AgreePurposeAsync(Valid.Agree(said, personId))).Purpose;

        Assert.Equal(("He should rest first.", "his mother", false, neighbours.SocialWork),
            (hers.Words, hers.Voice.SaidByName, hers.Voice.IsPersonsVoice, hers.TeamId));
        Assert.Equal([hers, fionas], agreed.Differs);
        Assert.NotNull(agreed.Agreement);
        foreach (var caller in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            Assert.Equal(agreed, (await caller.PlanAsync(personId)).Purpose);
        }
    }

    [Fact]
    public async Task R44_Who_differed_from_an_older_wording_stays_with_that_one()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.HeardAsync(personId);
        var older = await SayAsync(personId);
        var hers = (await neighbours.Ruth.Plan.DissentFromPurposeAsync(Valid.Dissent(older, personId))).Dissent;
        var then = neighbours.Now();
        neighbours.Later();
        var newest = await SayAsync(personId);
        await neighbours.Fiona.Plan.AgreePurposeAsync(Valid.Agree(newest, personId));
        // Said since, and of the older wording still.
        neighbours.Later();
        var late = (await neighbours.Ruth.Plan.DissentFromPurposeAsync(Valid.Dissent(older, personId))).Dissent;

        Assert.Empty((await neighbours.Ruth.PlanAsync(personId)).Purpose.Differs);
        Assert.Equal(older.PurposeId, late.PurposeId);
        var before = (await neighbours.Fiona.PlanAsync(personId, then)).Purpose;
        Assert.Equal(older.PurposeId, before.PurposeId);
        Assert.Equal([hers], before.Differs);
    }

    [Fact]
    public async Task The_person_says_so_by_their_own_sign_in_and_who_acts_for_them_as_themselves()
    {
        var personId = await neighbours.CallumsAsync();
        var said = await SayAsync(personId);

        var his = (await neighbours.Callum.Plan.DissentFromPurposeAsync(
            new(Valid.Dissent(said, personId)) { Voice = null })).Dissent;
        Assert.Equal((Speaker.Person, true, ""), (his.Voice.SaidBy, his.Voice.IsPersonsVoice, his.TeamId));

        var other = await neighbours.SharedAsync();
        var catriona = await neighbours.RepresentedAsync(other);
        var hers = (await catriona.Plan.DissentFromPurposeAsync(
            new(Valid.Dissent(await SayAsync(other), other)) { Voice = null })).Dissent;
        Assert.Equal((Speaker.Representative, false), (hers.Voice.SaidBy, hers.Voice.IsPersonsVoice));
    }

    [Fact]
    public async Task It_is_hidden_from_whom_it_is_withheld_and_with_a_wording_that_is()
    {
        var personId = await neighbours.SharedAsync();
        var said = await SayAsync(personId);
        var request = Valid.Dissent(said, personId);
        request.WithheldFrom.Add(neighbours.SocialWork);
        var hidden = (await neighbours.Fiona.Plan.DissentFromPurposeAsync(request)).Dissent;

        Assert.Equal([hidden], (await neighbours.Fiona.PlanAsync(personId)).Purpose.Differs);
        Assert.Equal(said, (await neighbours.Ruth.PlanAsync(personId)).Purpose);
        var purpose = Valid.Purpose(personId);
        purpose.WithheldFrom.Add(neighbours.SocialWork);
        var secret = (await neighbours.Fiona.Plan.SayPurposeAsync(purpose)).Purpose;
        await neighbours.Ruth.Plan.DissentFromPurposeAsync(Valid.Dissent(secret, personId)).NotFoundAsync();
        await neighbours.Nadia.Plan.DissentFromPurposeAsync(Valid.Dissent(said, personId)).NotFoundAsync();
        // What is said beside a wording that Ruth may not see is not hers to reply to.
        var beside = (await neighbours.Fiona.Plan.DissentFromPurposeAsync(Valid.Dissent(secret, personId))).Dissent;
        await neighbours.Ruth.Entries("plan").WithholdItemAsync(new()
        {
            PersonId = personId,
            ItemId = beside.DissentId,
            WithheldFrom = { neighbours.StomaCare },
        }).NotFoundAsync();
    }

    [Fact]
    public async Task Entered_in_error_it_is_gone_and_with_its_wording_too()
    {
        var personId = await neighbours.SharedAsync();
        var said = await SayAsync(personId);
        var first = (await neighbours.Fiona.Plan.DissentFromPurposeAsync(Valid.Dissent(said, personId))).Dissent;
        var second = (await neighbours.Fiona.Plan.DissentFromPurposeAsync(Valid.Dissent(said, personId))).Dissent;

        await RemoveAsync(first.DissentId);
        Assert.Equal([second], (await neighbours.Ruth.PlanAsync(personId)).Purpose.Differs);
        await RemoveAsync(said.PurposeId);

        Assert.Null((await neighbours.Ruth.PlanAsync(personId)).Purpose);
        Assert.Equal(3, (await neighbours.JournalAsync(personId)).Count(t => t == "EnteredInError"));

        async Task RemoveAsync(string itemId) => await neighbours.Fiona.Entries("plan").EnterInErrorAsync(
            new() { PersonId = personId, ItemId = itemId, Reason = Access.V1.MistakeReason.WrongRecord });
    }

    public static TheoryData<string, string, Action<DissentFromPurposeRequest>> Refusals => new()
    {
        { "ID_MISSING", "purpose_id", r => r.PurposeId = "" },
        { "WORDS_MISSING", "words", r => r.Words = "" },
        { "WORDS_TOO_LONG", "words", r => r.Words = new string('a', 1001) },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "WORDS_MISSING", "voice.said_by_name", r => r.Voice.SaidByName = "" },
        { "ID_MALFORMED", "withheld_from", r => r.WithheldFrom.Add("them") },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<DissentFromPurposeRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var request = Valid.Dissent(await SayAsync(personId), personId);
        change(request);

        await neighbours.Fiona.Plan.DissentFromPurposeAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.PlanAsync(personId)).Purpose.Differs);
    }

    [Fact]
    public async Task It_is_said_once_however_often_it_comes()
    {
        var personId = await neighbours.RegisterAsync();
        var (request, id) = (Valid.Dissent(await SayAsync(personId), personId), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.DissentFromPurposeAsync(request, id);

        Assert.Equal(first, await neighbours.Fiona.Plan.DissentFromPurposeAsync(request, id));
        Assert.Equal([first.Dissent], (await neighbours.Fiona.PlanAsync(personId)).Purpose.Differs);
    }

    private async Task<V1.Purpose> SayAsync(string personId)
    {
        var said = (await neighbours.Fiona.Plan.SayPurposeAsync(Valid.Purpose(personId))).Purpose;
        neighbours.Later();
        return said;
    }
}
