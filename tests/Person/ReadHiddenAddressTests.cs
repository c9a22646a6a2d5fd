using Grpc.Core;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class ReadHiddenAddressTests(Street street)
{
    private const string Refuge = "Rowan House, flat 3";

    [Fact]
    public async Task The_recording_team_and_the_person_read_it_and_each_reading_is_logged()
    {
        var personId = await street.SharedAsync(Hide);
        var callum = await street.BindAsync(personId, "callum");

        var eileens = await street.Eileen.Person.ReadHiddenAddressAsync(new() { PersonId = personId });
        var own = await callum.Person.ReadHiddenAddressAsync(new() { PersonId = personId });

        Assert.Equal((Refuge, "KY4 9XX"), (eileens.Address, eileens.Postcode));
        Assert.Equal(eileens, own);
        Assert.Equal([await street.Eileen.SubjectAsync(), await callum.SubjectAsync()],
            street.ReadsOf(personId).Where(r => r.Rpc == "ReadHiddenAddress").Select(r => r.Subject));
    }

    [Fact]
    public async Task Another_involved_team_cannot_tell_it_from_none()
    {
        var (hides, hasNone) = (await street.SharedAsync(Hide), await street.SharedAsync(None));
        await street.GetAsync(street.Fiona, hides);

        Assert.Equal(
            await Refusal.OfAsync(street.Fiona.Person.ReadHiddenAddressAsync(new() { PersonId = hasNone })),
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                street.Fiona.Person.ReadHiddenAddressAsync(new() { PersonId = hides })));
    }

    [Fact]
    public async Task A_person_who_hides_looks_like_one_without_an_address_also_to_their_own_team()
    {
        var (hides, hasNone) = (await street.RegisterAsync(Hide), await street.RegisterAsync(None));
        var (one, other) = (await street.GetAsync(street.Eileen, hides), await street.GetAsync(street.Eileen, hasNone));

        (one.PersonId, one.Names, one.BirthDate, one.RecordTime) =
            (other.PersonId, other.Names, other.BirthDate, other.RecordTime);
        Assert.Equal(other, one);
    }

    [Fact]
    public async Task It_stands_in_no_history_no_event_and_no_search()
    {
        var address = Street.Unique("Rowan House");
        var personId = await street.RegisterAsync(r => (r.Address, r.AddressHidden) = (address, true));

        var kept = street.Query("SELECT EventJson, SnapshotJson FROM Journal WHERE Stream = @id",
            r => $"{r.GetString(0)} {r.GetString(1)}", personId);
        Assert.NotEmpty(kept);
        Assert.DoesNotContain(kept, k => k.Contains(address) || k.Contains("4 9XX") || k.Contains("hidden"));
        Assert.Empty((await street.Eileen.Person.SearchPeopleAsync(
            new() { Text = address }, Street.Newest)).People);
    }

    [Fact]
    public async Task Nobody_is_matched_by_a_hidden_postcode()
    {
        var name = Street.Unique("Ishbel");
        await street.RegisterAsync(r =>
            (r.FullName, r.BirthDate, r.Postcode, r.AddressHidden) = (name, "", "IV99 1ZZ", true));
        var second = await street.RegisterAsync(r =>
            (r.FullName, r.BirthDate, r.Postcode) = (name, "", "IV99 1ZZ"));

        Assert.Empty(street.Query("SELECT Id FROM PossibleSame WHERE PersonId = @id", r => r.GetString(0), second));
    }

    private static void Hide(Wire.RegisterPersonRequest request) =>
        (request.Address, request.AddressHidden) = (Refuge, true);

    private static void None(Wire.RegisterPersonRequest request) => (request.Address, request.Postcode) = ("", "");
}
