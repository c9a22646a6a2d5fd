using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class AgreePurposeTests(Neighbours neighbours)
{
    private const string NotIn = "PERSONS_VIEW_NOT_IN", Why = "without_view_reason";

    [Fact]
    public async Task R06_Nobody_agrees_the_purpose_for_the_person_before_their_own_view_is_in()
    {
        var personId = await neighbours.SharedAsync();
        var said = await SayAsync(personId);
        // What family sees, and what another tells for the person, is not the person's own voice.
        await neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = personId,
            WhatMatters = "That he comes home.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Family, SaidByName = "Ann", How = { "spoken" } },
        });
        await neighbours.HeardAsync(personId, "staff");
        var together = Valid.Purpose(personId);
        together.Agreement = Valid.Asked;

        await neighbours.Ruth.Plan.AgreePurposeAsync(Valid.Agree(said, personId))
            .RefusedAsync(StatusCode.FailedPrecondition, NotIn, Why);
        await neighbours.Ruth.Plan.SayPurposeAsync(together).RefusedAsync(StatusCode.FailedPrecondition, NotIn, Why);
        Assert.Equal(said, (await neighbours.Fiona.PlanAsync(personId)).Purpose);

        await neighbours.HeardAsync(personId);
        var agreed = (await neighbours.Ruth.Plan.AgreePurposeAsync(Valid.Agree(said, personId))).Purpose;

        Assert.Equal(new V1.Agreement(Valid.Asked) { WrittenBy = Writer.Practitioner }, agreed.Agreement);
        Assert.Equal((said.Words, ""), (agreed.Words, agreed.WithoutViewReason));
        Assert.Equal(agreed, (await neighbours.Fiona.PlanAsync(personId)).Purpose);
        Assert.Equal(["PurposeSaid", "PurposeAgreed"], await neighbours.JournalAsync(personId));
        neighbours.Later();
        Assert.NotNull((await neighbours.Ruth.Plan.SayPurposeAsync(together)).Purpose.Agreement);
    }

    [Fact]
    public async Task R06_Agreed_without_their_view_it_says_why_and_how_they_were_heard_instead()
    {
        var personId = await neighbours.SharedAsync();
        var said = await SayAsync(personId);

        var agreed = (await neighbours.Fiona.Plan.AgreePurposeAsync(Instead(Valid.Agree(said, personId)))).Purpose;

        Assert.Equal(("He is not awake yet.", "observed family"),
            (agreed.WithoutViewReason, string.Join(' ', agreed.HeardHow)));
        Assert.Equal(agreed, (await neighbours.Ruth.PlanAsync(personId)).Purpose);
    }

    [Fact]
    public async Task A_view_that_the_caller_may_not_see_does_not_count_and_the_refusal_does_not_tell_of_it()
    {
        var (hidden, none) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        await neighbours.HeardAsync(hidden, "spoken", neighbours.SocialWork);
        var (there, empty) = (await SayAsync(hidden), await SayAsync(none));

        Assert.Equal(
            await Refusal.OfAsync(neighbours.Ruth.Plan.AgreePurposeAsync(Valid.Agree(empty, none))),
            await Refusal.OfAsync(neighbours.Ruth.Plan.AgreePurposeAsync(Valid.Agree(there, hidden))));
        await neighbours.Ruth.Plan.AgreePurposeAsync(Valid.Agree(there, hidden))
            .RefusedAsync(StatusCode.FailedPrecondition, NotIn, Why);
        // To Fiona it is in, whatever she says of it.
        var agreed = (await neighbours.Fiona.Plan.AgreePurposeAsync(Instead(Valid.Agree(there, hidden)))).Purpose;
        Assert.Equal((true, "", 0),
            (agreed.Agreement is not null, agreed.WithoutViewReason, agreed.HeardHow.Count));
    }

    [Fact]
    public async Task A_view_that_was_entered_in_error_counts_no_more_and_one_said_anew_does()
    {
        var personId = await neighbours.SharedAsync();
        var said = await SayAsync(personId);
        var viewId = await neighbours.HeardAsync(personId);
        await neighbours.Fiona.Entries("conversation").EnterInErrorAsync(new()
        {
            PersonId = personId,
            ItemId = viewId,
            Reason = Access.V1.MistakeReason.WrongRecord,
        });
        await neighbours.LevelAsync("conversation");
        await neighbours.Fiona.Plan.AgreePurposeAsync(Valid.Agree(said, personId))
            .RefusedAsync(StatusCode.FailedPrecondition, NotIn, Why);

        await neighbours.Fiona.Conversation.ReviseViewAsync(new()
        {
            PersonId = personId,
            ViewId = await neighbours.HeardAsync(personId, "past_records"),
            WhatMatters = "Enough, and a bit more.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "sign" } },
        });

        await neighbours.Fiona.Plan.AgreePurposeAsync(Valid.Agree(said, personId));
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_is_heard_by_agreeing()
    {
        var personId = await neighbours.CallumsAsync();
        var said = await SayAsync(personId);

        var agreed = (await neighbours.Callum.Plan.AgreePurposeAsync(
            new() { PersonId = personId, PurposeId = said.PurposeId, Agreement = new() })).Purpose;

        Assert.Equal((V1.AgreedBy.Person, Writer.Person, ""),
            (agreed.Agreement.AgreedBy, agreed.Agreement.WrittenBy, agreed.WithoutViewReason));
    }

    [Fact]
    public async Task Who_acts_for_the_person_and_may_not_agree_for_them_does_not()
    {
        var personId = await neighbours.SharedAsync();
        var said = await SayAsync(personId);
        var catriona = await neighbours.RepresentedAsync(personId);

        await catriona.Plan.AgreePurposeAsync(Instead(Valid.Agree(said, personId)))
            .RefusedAsync(StatusCode.PermissionDenied, "OUT_OF_SCOPE");
    }

    [Fact]
    public async Task Only_the_newest_wording_is_agreed_and_once()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.HeardAsync(personId);
        var (first, second) = (await SayAsync(personId), await SayAsync(personId));

        await neighbours.Fiona.Plan.AgreePurposeAsync(Valid.Agree(first, personId))
            .RefusedAsync(StatusCode.FailedPrecondition, "SAID_ANEW", "purpose_id");
        await neighbours.Fiona.Plan.AgreePurposeAsync(Valid.Agree(second, personId));
        await neighbours.Ruth.Plan.AgreePurposeAsync(Valid.Agree(second, personId))
            .RefusedAsync(StatusCode.FailedPrecondition, "AGREED_ALREADY");
    }

    [Fact]
    public async Task What_another_team_agreed_in_a_wording_keeps_it_from_being_moved()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var said = await SayAsync(wrong);
        await neighbours.Ruth.Plan.AgreePurposeAsync(Instead(Valid.Agree(said, wrong)));

        await neighbours.Fiona.Entries("plan").MoveItemAsync(
            new() { PersonId = wrong, ItemId = said.PurposeId, ToPersonId = right })
            .RefusedAsync(StatusCode.FailedPrecondition, "OTHERS_WROTE_TOO", "item_id");
    }

    [Fact]
    public async Task Of_who_died_nothing_is_agreed_and_nobody_differs()
    {
        var personId = await neighbours.SharedAsync();
        var said = await SayAsync(personId);
        await neighbours.DiesAsync(personId, "plan");

        await neighbours.Fiona.Plan.AgreePurposeAsync(Instead(Valid.Agree(said, personId)))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        await neighbours.Fiona.Plan.DissentFromPurposeAsync(Valid.Dissent(said, personId))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        Assert.Equal(said, (await neighbours.Fiona.PlanAsync(personId)).Purpose);
    }

    public static TheoryData<string, string, Action<AgreePurposeRequest>> Refusals => new()
    {
        { "ID_MISSING", "person_id", r => r.PersonId = "" },
        { "ID_MALFORMED", "purpose_id", r => r.PurposeId = "it" },
        { "CODE_MISSING", "agreement.agreed_by", r => r.Agreement.AgreedBy = V1.AgreedBy.Unspecified },
        { "DAY_IN_FUTURE", "agreement.agreed_on", r => r.Agreement.AgreedOn = "2999-01-01" },
        { "WORDS_MISSING", Why, r => r.WithoutViewReason = "" },
        { "WORDS_TOO_LONG", Why, r => r.WithoutViewReason = new string('a', 1001) },
        { "CODE_MISSING", "heard_how", r => r.HeardHow.Clear() },
        { "CODE_UNKNOWN", "heard_how", r => r.HeardHow.Add("own_sign_in") },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_agreed(
        string reason, string field, Action<AgreePurposeRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var said = await SayAsync(personId);
        var request = Instead(Valid.Agree(said, personId));
        change(request);

        await neighbours.Fiona.Plan.AgreePurposeAsync(request).RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Null((await neighbours.Fiona.PlanAsync(personId)).Purpose.Agreement);
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var personId = await neighbours.RegisterAsync();
        var (request, id) = (Instead(Valid.Agree(await SayAsync(personId), personId)), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.AgreePurposeAsync(request, id);
        var again = await neighbours.Fiona.Plan.AgreePurposeAsync(request, id);
        request.WithoutViewReason = "He sleeps.";
        await neighbours.Fiona.Plan.AgreePurposeAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Equal(["PurposeSaid", "PurposeAgreed"], await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task A_stranger_is_told_not_found_and_so_is_who_may_not_see_the_wording()
    {
        var request = Valid.Purpose(await neighbours.SharedAsync());
        request.WithheldFrom.Add(neighbours.SocialWork);
        var said = (await neighbours.Fiona.Plan.SayPurposeAsync(request)).Purpose;

        foreach (var caller in new[] { neighbours.Nadia, neighbours.Ruth })
        {
            await caller.Plan.AgreePurposeAsync(Instead(Valid.Agree(said, request.PersonId))).NotFoundAsync();
        }
    }

    private static AgreePurposeRequest Instead(AgreePurposeRequest request)
    {
        request.WithoutViewReason = "He is not awake yet.";
        request.HeardHow.Add(["observed", "family"]);
        return request;
    }

    private async Task<V1.Purpose> SayAsync(string personId)
    {
        var said = (await neighbours.Fiona.Plan.SayPurposeAsync(Valid.Purpose(personId))).Purpose;
        neighbours.Later();
        return said;
    }
}
