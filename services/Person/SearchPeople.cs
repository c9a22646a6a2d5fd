using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>People whom the caller may see, by a part of their names; nothing else of them is searched.</summary>
    [Roles(Role.Representative | Role.Staff)]
    public override async Task<Wire.SearchPeopleResponse> SearchPeople(
        Wire.SearchPeopleRequest request, ServerCallContext context)
    {
        var text = Names.Normalise(Check.Words(request.Text, 200));
        if (text.Length < 2)
        {
            throw Problem.Invalid("text", "TEXT_TOO_SHORT", "At least two letters are needed.");
        }

        await using var work = await database.ReadAsync(Call.Of(context));
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var rows = await work.ManyAsync<Person>(SelectFound,
            new { pattern = $"%{text}%", take = page.Take + 1, skip = page.Skip });
        var people = rows.Take(page.Take).ToList();
        foreach (var person in people)
        {
            work.Showed(person.Id, person.Id);
        }
        await work.CommitAsync();

        return new Wire.SearchPeopleResponse
        {
            People =
            {
                people.Select(p => new Wire.FoundPerson
                {
                    PersonId = p.Id.ToString("D"),
                    PreferredName = p.PreferredName,
                    FullName = p.FullName,
                    BirthDate = Day(p.BirthDate),
                }),
            },
            NextPageToken = page.Next(rows.Count, work),
        };
    }

    // The pattern holds letters, digits and blanks only, so nothing in it needs escaping.
    private const string SelectFound = """
        SELECT p.Id, p.PreferredName, p.FullName, p.BirthDate
        FROM Person p
        WHERE p.SearchName LIKE @pattern AND /*access:p:person*/
        ORDER BY p.SearchName, p.RecordedAt, p.Id
        /*page*/
        """;
}
