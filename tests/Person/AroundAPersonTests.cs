using Grpc.Core;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

// Communication needs, safe contact and circle: what follows the person to every agency, unless it is withheld.
[Collection(nameof(Street))]
public sealed class AroundAPersonTests(Street street)
{
    [Fact]
    public async Task R46_Needs_are_recorded_then_revised_by_whoever_read_them()
    {
        var personId = await street.SharedAsync();
        var first = (await street.Eileen.Person.SetCommunicationNeedsAsync(new()
        {
            PersonId = personId,
            UnderstandsBest = "Slowly, one thing at a time",
            Interpreter = "British Sign Language, at every visit",
        })).CommunicationNeeds;
        var read = (await street.GetAsync(street.Fiona, personId)).CommunicationNeeds.Single();
        var revised = (await street.Fiona.Person.SetCommunicationNeedsAsync(new()
        {
            PersonId = personId,
            CommunicationNeedsId = read.CommunicationNeedsId,
            Etag = read.Etag,
            UnderstandsBest = "Slowly, one thing at a time",
            Aids = "his own glasses",
        })).CommunicationNeeds;

        Assert.Equal(first, read);
        Assert.Equal((first.CommunicationNeedsId, "", "his own glasses"),
            (revised.CommunicationNeedsId, revised.Interpreter, revised.Aids));
        Assert.Equal(revised, (await street.GetAsync(street.Eileen, personId)).CommunicationNeeds.Single());
    }

    [Fact]
    public async Task The_person_says_their_own_needs()
    {
        var personId = await street.RegisterAsync();
        var johanna = await street.BindAsync(personId, "johanna");

        await johanna.Person.SetCommunicationNeedsAsync(new() { PersonId = personId, Aids = "Write it down for me" });

        Assert.Equal("Write it down for me",
            (await street.GetAsync(street.Eileen, personId)).CommunicationNeeds.Single().Aids);
    }

    [Fact]
    public async Task A_stale_etag_is_refused_with_the_needs_as_they_are()
    {
        var personId = await street.RegisterAsync();
        var first = (await street.Eileen.Person.SetCommunicationNeedsAsync(
            new() { PersonId = personId, Aids = "large print" })).CommunicationNeeds;
        var request = new Wire.SetCommunicationNeedsRequest
        {
            PersonId = personId,
            CommunicationNeedsId = first.CommunicationNeedsId,
            Etag = first.Etag,
            Aids = "larger print",
        };
        var second = (await street.Eileen.Person.SetCommunicationNeedsAsync(request)).CommunicationNeeds;

        var refused = await Assert.ThrowsAsync<RpcException>(
            () => street.Eileen.Person.SetCommunicationNeedsAsync(request).ResponseAsync);

        Assert.Equal(StatusCode.Aborted, refused.StatusCode);
        Assert.Equal(second, refused.GetRpcStatus()!.GetDetail<Wire.CommunicationNeeds>());
    }

    [Fact]
    public async Task Whoever_can_see_needs_names_what_they_revise()
    {
        var personId = await street.RegisterAsync();
        await street.Eileen.Person.SetCommunicationNeedsAsync(new() { PersonId = personId, Aids = "large print" });

        await Refusal.ExpectAsync(StatusCode.InvalidArgument, "ETAG_MISSING",
            street.Eileen.Person.SetCommunicationNeedsAsync(new() { PersonId = personId, Aids = "larger print" }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            street.Eileen.Person.SetCommunicationNeedsAsync(new()
            {
                PersonId = personId,
                CommunicationNeedsId = Guid.NewGuid().ToString(),
                Etag = "x",
                Aids = "larger print",
            }));
        Assert.Equal("understands_best", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "WORDS_MISSING",
            street.Eileen.Person.SetCommunicationNeedsAsync(new() { PersonId = personId }))).Field);
    }

    [Fact]
    public async Task A_safe_contact_withheld_from_birth_is_not_there_for_that_team_which_records_its_own_beside_it()
    {
        var personId = await street.SharedAsync();
        var withheld = (await street.Eileen.Person.SetSafeContactAsync(new()
        {
            PersonId = personId,
            How = "text to her own mobile",
            Never = "never through the surgery: her husband works there",
            WithheldFrom = { street.Fiona.AgencyId },
        })).SafeContact;
        Assert.Empty((await street.GetAsync(street.Fiona, personId)).SafeContacts);

        street.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var fionas = (await street.Fiona.Person.SetSafeContactAsync(
            new() { PersonId = personId, How = "the landline" })).SafeContact;

        Assert.Equal([fionas], (await street.GetAsync(street.Fiona, personId)).SafeContacts);
        Assert.Equal([withheld, fionas], (await street.GetAsync(street.Eileen, personId)).SafeContacts);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", street.Fiona.Person.SetSafeContactAsync(new()
        {
            PersonId = personId,
            SafeContactId = withheld.SafeContactId,
            Etag = withheld.Etag,
            How = "something else",
        }));
    }

    [Fact]
    public async Task A_safe_contact_says_how_or_how_never()
    {
        var personId = await street.RegisterAsync();

        Assert.Equal("how", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "WORDS_MISSING",
            street.Eileen.Person.SetSafeContactAsync(new() { PersonId = personId, When = "mornings" }))).Field);
    }

    [Fact]
    public async Task Somebody_taken_out_of_the_circle_is_shown_no_more_and_a_repeat_says_who_it_was()
    {
        var personId = await street.RegisterAsync();
        var added = (await street.Eileen.Person.AddToCircleAsync(new()
        {
            PersonId = personId,
            Name = "Agnes Muir",
            Relation = "my neighbour, like a sister",
            MayBeTold = true,
        })).CircleMember;
        Assert.Equal([added], (await street.GetAsync(street.Eileen, personId)).Circle);

        var request = new Wire.RemoveFromCircleRequest
        {
            PersonId = personId,
            CircleMemberId = added.CircleMemberId,
        };
        var id = Guid.NewGuid().ToString();
        var removed = await street.Eileen.Person.RemoveFromCircleAsync(request, Street.Request(id));

        Assert.Equal(added, removed.CircleMember);
        Assert.Equal(removed, await street.Eileen.Person.RemoveFromCircleAsync(request, Street.Request(id)));
        Assert.Empty((await street.GetAsync(street.Eileen, personId)).Circle);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            street.Eileen.Person.RemoveFromCircleAsync(request));
    }

    [Fact]
    public async Task Nobody_may_be_told_unless_the_person_said_so()
    {
        var personId = await street.RegisterAsync();

        var added = await street.Eileen.Person.AddToCircleAsync(
            new() { PersonId = personId, Name = "Agnes", Relation = "next door" });

        Assert.False(added.CircleMember.MayBeTold);
    }

    [Fact]
    public async Task An_entry_withheld_from_a_team_cannot_be_taken_out_by_it()
    {
        var personId = await street.SharedAsync();
        var added = (await street.Eileen.Person.AddToCircleAsync(new()
        {
            PersonId = personId,
            Name = "Jim",
            Relation = "my friend",
            WithheldFrom = { street.Team(street.Fiona) },
        })).CircleMember;

        Assert.Empty((await street.GetAsync(street.Fiona, personId)).Circle);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", street.Fiona.Person.RemoveFromCircleAsync(
            new() { PersonId = personId, CircleMemberId = added.CircleMemberId }));
        Assert.Single((await street.GetAsync(street.Eileen, personId)).Circle);
    }

    [Fact]
    public async Task A_stranger_is_told_not_found_by_each()
    {
        var personId = await street.RegisterAsync();
        var nadia = street.Nadia.Person;

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            nadia.SetCommunicationNeedsAsync(new() { PersonId = personId, Aids = "x" }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            nadia.SetSafeContactAsync(new() { PersonId = personId, How = "x" }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            nadia.AddToCircleAsync(new() { PersonId = personId, Name = "x", Relation = "x" }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            nadia.AddIdentifierAsync(new() { PersonId = personId, Identifier = Street.Local("x") }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            nadia.ReadHiddenAddressAsync(new() { PersonId = personId }));
    }
}
