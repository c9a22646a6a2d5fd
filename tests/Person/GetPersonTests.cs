using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class GetPersonTests(Street street)
{
    [Fact]
    public async Task A_stranger_cannot_tell_a_person_from_nobody()
    {
        var personId = await street.RegisterAsync();

        Assert.Equal(
            await Refusal.OfAsync(street.Nadia.Person.GetPersonAsync(new() { PersonId = Guid.NewGuid().ToString() })),
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                street.Nadia.Person.GetPersonAsync(new() { PersonId = personId })));
    }

    [Fact]
    public async Task A_team_that_took_the_person_up_reads_the_same()
    {
        var personId = await street.SharedAsync();
        await street.Eileen.Person.SetCommunicationNeedsAsync(
            new() { PersonId = personId, UnderstandsBest = "One thing at a time" });
        await street.Eileen.Person.SetSafeContactAsync(new() { PersonId = personId, Never = "never a letter" });
        await street.Eileen.Person.AddToCircleAsync(
            new() { PersonId = personId, Name = "Agnes", Relation = "my neighbour, like a sister" });

        var fionas = await street.GetAsync(street.Fiona, personId);

        Assert.Equal(await street.GetAsync(street.Eileen, personId), fionas);
        Assert.Equal(("One thing at a time", "never a letter", "Agnes"),
            (fionas.CommunicationNeeds[0].UnderstandsBest, fionas.SafeContacts[0].Never, fionas.Circle[0].Name));
    }

    [Fact]
    public async Task One_read_is_one_entry_in_the_persons_log()
    {
        var personId = await street.RegisterAsync();
        await street.GetAsync(street.Eileen, personId);

        var entry = Assert.Single(street.ReadsOf(personId));

        Assert.Equal((await street.Eileen.SubjectAsync(), "GetPerson"), (entry.Subject, entry.Rpc));
        Assert.Contains(personId, entry.Shown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_person_reads_their_own_record()
    {
        var personId = await street.RegisterAsync();
        var iris = await street.BindAsync(personId, "iris");

        Assert.Equal("Mo", (await street.GetAsync(iris, personId)).Names.PreferredName);
    }
}
