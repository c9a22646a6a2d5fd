using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

/// <summary>What of who a person is, and how they are reached, was made in error.</summary>
// In a street of its own, since a sign-in is bound once.
public sealed class MistakeTests(Street street) : IClassFixture<Street>
{
    private static readonly string[] All = ["needs", "safe contact", "circle", "identifier"];

    public static TheoryData<string> Kinds => [.. All];

    [Fact]
    public async Task Each_is_gone_for_everybody_who_reads_in_its_place_why_and_the_others_stay()
    {
        var personId = await street.SharedAsync();
        var callum = await street.BindAsync(personId, "callum");
        var left = new List<string>();
        foreach (var kind in All)
        {
            left.Add(await AddAsync(street.Eileen, personId, kind));
        }
        var gone = new List<string>();

        while (left.Count > 0)
        {
            Assert.Equal(left, await ShownAsync(callum, personId));
            await RemoveAsync(street.Eileen, personId, left[0]);
            gone.Insert(0, left[0]);
            left.RemoveAt(0);
            foreach (var caller in new[] { street.Eileen, street.Fiona, callum })
            {
                Assert.Equal(left, await ShownAsync(caller, personId));
                var removed = await RemovedAsync(caller, personId);
                Assert.Equal(gone, removed.Select(r => r.ItemId));
                Assert.All(removed, r => Assert.Equal((MistakeReason.WrongRecord, street.Team(street.Eileen), "", ""),
                    (r.Reason, r.TeamId, r.Words, r.ContentJson)));
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Whoever_could_not_see_it_learns_nothing_of_its_removal(string kind)
    {
        var personId = await street.SharedAsync();
        var itemId = await AddAsync(street.Eileen, personId, kind, withheldFrom: street.Fiona.AgencyId);
        var before = await ListAsync(street.Fiona, personId);

        await RemoveAsync(street.Eileen, personId, itemId);

        Assert.Equal(before, await ListAsync(street.Fiona, personId));
        Assert.Equal(itemId, Assert.Single(await RemovedAsync(street.Eileen, personId)).ItemId);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Only_the_team_that_recorded_it_and_its_officer_may_and_nobody_else_can_tell_that_it_is_there(
        string kind)
    {
        var personId = await street.SharedAsync();
        var itemId = await AddAsync(street.Eileen, personId, kind);

        foreach (var other in new[] { street.Fiona, street.Nadia, await street.Platform.SignInAsync("douglas") })
        {
            Assert.Equal(
                await other.Entries("person").EnterInErrorAsync(Mistake(personId, $"{Guid.NewGuid()}")).NotFoundAsync(),
                await other.Entries("person").EnterInErrorAsync(Mistake(personId, itemId)).NotFoundAsync());
        }
        Assert.Equal([itemId], await ShownAsync(street.Fiona, personId));

        await RemoveAsync(await street.Platform.SignInAsync("craig"), personId, itemId);

        Assert.Empty(await ShownAsync(street.Eileen, personId));
        await street.Eileen.Entries("person").EnterInErrorAsync(Mistake(personId, itemId))
            .RefusedAsync(StatusCode.FailedPrecondition, "ENTERED_IN_ERROR", "item_id");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Its_repeat_is_told_nothing_and_another_is_recorded_in_its_place(string kind)
    {
        var personId = await street.SharedAsync();
        var id = Guid.NewGuid().ToString();
        var itemId = await AddAsync(street.Eileen, personId, kind, id);
        Assert.Equal(itemId, await AddAsync(street.Eileen, personId, kind, id));

        await RemoveAsync(street.Eileen, personId, itemId);

        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(
            () => AddAsync(street.Eileen, personId, kind, id))).StatusCode);
        var again = await AddAsync(street.Fiona, personId, kind);
        Assert.NotEqual(itemId, again);
        Assert.Equal([again], await ShownAsync(street.Eileen, personId));
    }

    [Fact]
    public async Task What_was_removed_is_neither_revised_nor_taken_out()
    {
        var personId = await street.SharedAsync();
        var (needs, contact, member) = (await AddAsync(street.Eileen, personId, "needs"),
            await AddAsync(street.Eileen, personId, "safe contact"), await AddAsync(street.Eileen, personId, "circle"));
        var before = await street.GetAsync(street.Fiona, personId);
        foreach (var itemId in new[] { needs, contact, member })
        {
            await RemoveAsync(street.Eileen, personId, itemId);
        }

        await street.Fiona.Person.SetCommunicationNeedsAsync(new()
        {
            PersonId = personId,
            CommunicationNeedsId = needs,
            Etag = before.CommunicationNeeds[0].Etag,
            Aids = "larger print",
        }).NotFoundAsync();
        await street.Fiona.Person.SetSafeContactAsync(new()
        {
            PersonId = personId,
            SafeContactId = contact,
            Etag = before.SafeContacts[0].Etag,
            How = "by letter",
        }).NotFoundAsync();
        await street.Fiona.Person.RemoveFromCircleAsync(
            new() { PersonId = personId, CircleMemberId = member }).NotFoundAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_is_known_or_alike_by_a_number_that_was_a_mistake_until_it_is_added_again(bool registered)
    {
        var given = Street.Local(Street.Unique("T"));
        var personId = await street.RegisterAsync(r => r.Identifiers.AddRange(registered ? [given] : []));
        var add = new Wire.AddIdentifierRequest { PersonId = personId, Identifier = given };
        if (!registered)
        {
            await street.Eileen.Person.AddIdentifierAsync(add);
        }
        var other = await street.RegisterAsync();
        var theirs = (await street.Eileen.Person.AddIdentifierAsync(
            new() { PersonId = other, Identifier = given })).Identifier.IdentifierId;
        Assert.Equal(("KnownHere", true), (await CheckAsync(given), await IsAlikeAsync(personId, other)));

        await RemoveAsync(street.Eileen, personId, Assert.Single(await ShownAsync(street.Eileen, personId)));

        // The other one still has it.
        Assert.Equal(("KnownHere", false), (await CheckAsync(given), await IsAlikeAsync(personId, other)));
        await RemoveAsync(street.Eileen, other, theirs);
        Assert.Equal("New", await CheckAsync(given));

        await street.Eileen.Person.AddIdentifierAsync(add);
        Assert.Equal(("KnownHere", false), (await CheckAsync(given), await IsAlikeAsync(personId, other)));
        await street.Eileen.Person.AddIdentifierAsync(new() { PersonId = other, Identifier = given });
        Assert.True(await IsAlikeAsync(personId, other));
    }

    [Fact]
    public async Task A_number_of_the_registration_is_not_told_to_its_repeat_either()
    {
        var request = street.Valid(street.Eileen);
        request.Identifiers.Add(Street.Local(Street.Unique("T")));
        var id = Street.Request(Guid.NewGuid().ToString());
        var registered = (await street.Eileen.Person.RegisterPersonAsync(request, id)).Person;
        Assert.Equal(registered, (await street.Eileen.Person.RegisterPersonAsync(request, id)).Person);

        await RemoveAsync(street.Eileen, registered.PersonId, registered.Identifiers[0].IdentifierId);

        await street.Eileen.Person.RegisterPersonAsync(request, id).NotFoundAsync();
        Assert.Equal(registered.Names, (await street.GetAsync(street.Eileen, registered.PersonId)).Names);
    }

    [Fact]
    public async Task The_person_takes_back_what_their_own_hand_wrote_and_no_team_does()
    {
        var personId = await street.SharedAsync();
        var iris = await street.BindAsync(personId, "iris");
        var (teams, own) = (await AddAsync(street.Eileen, personId, "needs"),
            await AddAsync(iris, personId, "safe contact"));

        await iris.Entries("person").EnterInErrorAsync(Mistake(personId, teams)).NotFoundAsync();
        await street.Eileen.Entries("person").EnterInErrorAsync(Mistake(personId, own)).NotFoundAsync();
        await RemoveAsync(iris, personId, own);

        Assert.Equal([teams], await ShownAsync(iris, personId));
        var removed = Assert.Single(await RemovedAsync(street.Eileen, personId));
        Assert.Equal((own, ""), (removed.ItemId, removed.TeamId));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_death_does_not_prevent_it(string kind)
    {
        var personId = await street.SharedAsync();
        var itemId = await AddAsync(street.Eileen, personId, kind);
        await street.Eileen.Person.RecordDeathAsync(
            new() { PersonId = personId, DiedOn = street.Today.ToString("O"), HowKnown = "Her daughter rang us." });

        await RemoveAsync(street.Eileen, personId, itemId);

        Assert.Empty(await ShownAsync(street.Fiona, personId));
    }

    private static EnterInErrorRequest Mistake(string personId, string itemId) =>
        new() { PersonId = personId, ItemId = itemId, Reason = MistakeReason.WrongRecord };

    private async Task RemoveAsync(Caller by, string personId, string itemId)
    {
        await by.Entries("person").EnterInErrorAsync(Mistake(personId, itemId));
        street.Platform.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<ListRepliesResponse> ListAsync(Caller caller, string personId) =>
        await caller.Replies("person").ListRepliesAsync(new() { PersonId = personId }, Street.Newest);

    private static async Task<List<Removed>> RemovedAsync(Caller caller, string personId) =>
        [.. (await ListAsync(caller, personId)).Removed];

    // The id of what was added.
    private static async Task<string> AddAsync(
        Caller by, string personId, string kind, string? id = null, string? withheldFrom = null)
    {
        var request = Street.Request(id ?? Guid.NewGuid().ToString());
        foreach (var newest in Street.Newest)
        {
            request.Add(newest);
        }
        string[] from = withheldFrom is null ? [] : [withheldFrom];
        return kind switch
        {
            "needs" => (await by.Person.SetCommunicationNeedsAsync(
                new() { PersonId = personId, Aids = "large print", WithheldFrom = { from } }, request))
                .CommunicationNeeds.CommunicationNeedsId,
            "safe contact" => (await by.Person.SetSafeContactAsync(
                new() { PersonId = personId, How = "the landline", WithheldFrom = { from } }, request))
                .SafeContact.SafeContactId,
            "circle" => (await by.Person.AddToCircleAsync(
                new() { PersonId = personId, Name = "Agnes", Relation = "friend", WithheldFrom = { from } }, request))
                .CircleMember.CircleMemberId,
            _ => (await by.Person.AddIdentifierAsync(
                new() { PersonId = personId, Identifier = Street.Local("T-4001"), WithheldFrom = { from } }, request))
                .Identifier.IdentifierId,
        };
    }

    // In the order of All.
    private async Task<List<string>> ShownAsync(Caller caller, string personId)
    {
        var person = await street.GetAsync(caller, personId);
        return
        [
            .. person.CommunicationNeeds.Select(n => n.CommunicationNeedsId),
            .. person.SafeContacts.Select(c => c.SafeContactId),
            .. person.Circle.Select(c => c.CircleMemberId),
            .. person.Identifiers.Select(i => i.IdentifierId),
        ];
    }

    // To a team that would be told of them by a handle.
    private async Task<string> CheckAsync(Wire.GivenIdentifier identifier) =>
        $"{(await street.Nadia.Person.CheckBeforeRegisterAsync(
            new() { TeamId = street.Team(street.Nadia), Identifier = identifier })).Answer}";

    private async Task<bool> IsAlikeAsync(string one, string other) =>
        (await (await street.Platform.SignInAsync("craig")).Person.ListPossibleSameAsync(
            new() { PageSize = 200 }, Street.Newest)).Pairs
            .Any(p => new[] { one, other }.Order().SequenceEqual(new[] { p.PersonId, p.OtherPersonId }.Order()));
}
