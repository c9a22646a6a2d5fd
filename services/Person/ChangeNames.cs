using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>A person is called something else from now.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.ChangeNamesResponse> ChangeNames(
        Wire.ChangeNamesRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);
        var fullName = Check.Words(request.FullName, 200);
        var preferredName = Check.OptionalWords(request.PreferredName, 200) ?? fullName;

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        var person = await work.OneAsync<Person>(SelectPerson, new { personId }) ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Person>(request, personId) is { } earlier)
        {
            return new Wire.ChangeNamesResponse { Names = ShowNames(earlier, work) };
        }
        DeathRecord.RequireOthers(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }), work.Call.Role);

        work.Expect(request.Etag, ShowNames(person), ShowNames(person, work));
        var renamed = person.Rename(fullName, preferredName);
        if (await work.WriteAsync(UpdateNames, renamed) == 0)
        {
            throw Problem.Stale(ShowNames(person, work));
        }
        work.Record(personId, personId, new NamesChanged(personId), renamed);
        await work.CommitAsync();

        return new Wire.ChangeNamesResponse { Names = ShowNames(renamed, work) };
    }

    private const string UpdateNames = """
        UPDATE Person
        SET FullName = @FullName, PreferredName = @PreferredName, SearchName = @SearchName, MatchName = @MatchName,
          Version = @Version
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
