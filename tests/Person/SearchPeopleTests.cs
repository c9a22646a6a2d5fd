using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class SearchPeopleTests(Street street)
{
    [Fact]
    public async Task A_part_of_a_name_finds_whatever_its_case_and_accents()
    {
        var name = Street.Unique("Séonaid MacAoidh");
        var personId = await street.RegisterAsync(r => r.FullName = name);

        var found = await street.Eileen.Person.SearchPeopleAsync(
            new() { Text = $"SEONAID macaoidh {name[^8..]}"[..16] }, Street.Newest);

        Assert.Contains(personId, found.People.Select(p => p.PersonId));
    }

    [Fact]
    public async Task Nobody_finds_those_they_may_not_see()
    {
        var name = Street.Unique("Beathag");
        await street.RegisterAsync(r => r.FullName = name);

        Assert.Empty((await street.Nadia.Person.SearchPeopleAsync(new() { Text = name }, Street.Newest)).People);
    }

    [Fact]
    public async Task Pages_hold_everybody_once_and_each_person_shown_has_one_entry()
    {
        var name = Street.Unique("Donnchadh");
        List<string> people = [];
        for (var i = 0; i < 3; i++)
        {
            people.Add(await street.RegisterAsync(r => r.FullName = $"{name} {(char)('a' + i)}"));
        }

        var first = await street.Eileen.Person.SearchPeopleAsync(
            new() { Text = name, PageSize = 2 }, Street.Newest);
        var second = await street.Eileen.Person.SearchPeopleAsync(
            new() { Text = name, PageSize = 2, PageToken = first.NextPageToken });

        Assert.Equal(people, first.People.Concat(second.People).Select(p => p.PersonId));
        Assert.Equal("", second.NextPageToken);
        Assert.All(people, p => Assert.Single(street.ReadsOf(p), r => r.Rpc == "SearchPeople"));
    }

    [Fact]
    public async Task A_page_token_is_its_callers_own()
    {
        var name = Street.Unique("Fearchar");
        await street.RegisterAsync(r => r.FullName = name);
        await street.RegisterAsync(r => r.FullName = name);
        var first = await street.Eileen.Person.SearchPeopleAsync(
            new() { Text = name, PageSize = 1 }, Street.Newest);

        await Refusal.ExpectAsync(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID",
            street.Nadia.Person.SearchPeopleAsync(
                new() { Text = name, PageSize = 1, PageToken = first.NextPageToken }));
    }

    [Theory]
    [InlineData("", "WORDS_MISSING")]
    [InlineData("a", "TEXT_TOO_SHORT")]
    [InlineData("%%%", "TEXT_TOO_SHORT")]
    public async Task It_takes_two_letters(string text, string reason) =>
        Assert.Equal("text", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, reason,
            street.Eileen.Person.SearchPeopleAsync(new() { Text = text }))).Field);
}
