using Grpc.Core;
using MassTransit;
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
    /// <summary>A person's record is made; Sharing opens the involvement of the team that made it.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.RegisterPersonResponse> RegisterPerson(
        Wire.RegisterPersonRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var team = Check.Id(request.TeamId);
        var (asked, hidden) = Read(request, call);
        var identifiers = Read(request.Identifiers);

        await using var work = await database.BeginAsync(On.Own("people"), call);
        await work.EnterTeamAsync(team);
        // The same request names the same person, so a repeat goes through today's access like every other.
        var personId = Guid.ParseExact(work.Handle($"person|{team}"), "N");
        if (await work.OneAsync<Guid?>(SelectRegistered, new { personId }) is not null)
        {
            await work.EnterAsync(personId);
        }
        if (await work.RepeatedAsync<Registration>(request, personId) is { } earlier)
        {
            return Show(earlier, work);
        }

        var person = asked with
        {
            Id = personId,
            PersonId = personId,
            TeamId = team,
            HealthAuthored = work.Health,
            Version = 1,
            AgencyId = call.Agency!.Value,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertPerson, person);
        if (hidden is not null)
        {
            await work.WriteAsync(InsertHiddenAddress, new
            {
                id = NewId.NextGuid(),
                personId,
                teamId = team,
                healthAuthored = work.Health,
                enteredInError = false,
                hidden.Address,
                hidden.Postcode,
                recordedAt = work.Now,
            });
        }
        Identifier[] added = [.. identifiers.Select(i => i with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = team,
            HealthAuthored = work.Health,
            RecordedAt = work.Now,
        })];
        var alike = await work.ManyAsync<Candidate>(SelectAlike,
            new { personId, person.BirthDate, person.MatchPostcode });
        foreach (var identifier in added)
        {
            await work.WriteAsync(InsertIdentifier, identifier);
            alike.AddRange(await work.ManyAsync<Candidate>(SelectSameIdentifier,
                new { personId, identifier.Kind, identifier.System, identifier.Value }));
        }
        await NotePossibleSameAsync(work, person, alike);
        var registration = new Registration(person, added);
        work.Record(personId, personId,
            new PersonRegistered(personId, team, person.AgencyId, call.Issuer, call.Subject), registration);
        // Each number is an entry of its own, as one that is added later: it can be withheld, or entered in error.
        foreach (var identifier in added)
        {
            work.Record(personId, identifier.Id, new IdentifierAdded(identifier.Id, personId, []), identifier);
        }
        await work.CommitAsync();

        return Show(registration, work);
    }

    private static (Person Person, HiddenAddress? Hidden) Read(Wire.RegisterPersonRequest request, Call call)
    {
        var fullName = Check.Words(request.FullName, 200);
        DateOnly? birthDate =
            request.BirthDate.Length == 0 ? null : Check.HappenedOn(request.BirthDate, call.Now);
        Person.OldEnough(birthDate, London.Today(call.Now));
        var address = Check.OptionalWords(request.Address, 500);
        var postcode = Check.OptionalWords(request.Postcode, 20);
        if (request.AddressHidden && address is null && postcode is null)
        {
            throw Problem.Invalid("address", "WORDS_MISSING", "Say which address is to be hidden.");
        }
        var person = new Person
        {
            FullName = fullName,
            PreferredName = Check.OptionalWords(request.PreferredName, 200) ?? fullName,
            BirthDate = birthDate,
        };
        return request.AddressHidden
            ? (person, new HiddenAddress { Address = address, Postcode = postcode })
            : (person with { Address = address, Postcode = postcode }, null);
    }

    private static List<Identifier> Read(IReadOnlyList<Wire.GivenIdentifier> given) => given.Count <= 10
        ? [.. given.Select((g, i) => Read(g, $"identifiers[{i}]"))]
        : throw Problem.Invalid("identifiers", "TOO_MANY", "At most 10 identifiers.");

    private static Identifier Read(Wire.GivenIdentifier? given, string path) => Identifier.Of(
        (IdentifierKind)(int)Check.Code(given?.Kind ?? default, $"request.{path}.kind"),
        given!.System, given.Value, path);

    private static Wire.RegisterPersonResponse Show(Registration registration, Work work)
    {
        var shown = Show(registration.Person, work);
        shown.Identifiers.AddRange(registration.Identifiers.Select(Show));
        return new Wire.RegisterPersonResponse { Person = shown };
    }

    private sealed record Registration(Person Person, Identifier[] Identifiers);

    private sealed record HiddenAddress
    {
        public Guid Id { get; init; }
        public string? Address { get; init; }
        public string? Postcode { get; init; }
    }

    // No access mark: tells a repeat from a first request, and only of the caller's own.
    private const string SelectRegistered = "SELECT p.Id FROM Person p WHERE p.Id = @personId";

    private const string InsertPerson = """
        INSERT INTO Person (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, AgencyId, FullName,
          PreferredName, SearchName, MatchName, BirthDate, Address, Postcode, MatchPostcode, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @AgencyId, @FullName,
          @PreferredName, @SearchName, @MatchName, @BirthDate, @Address, @Postcode, @MatchPostcode, @RecordedAt)
        """;

    private const string InsertHiddenAddress = """
        INSERT INTO HiddenAddress (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Address, Postcode, RecordedAt)
        VALUES (@id, @personId, @teamId, @healthAuthored, @enteredInError, @address, @postcode, @recordedAt)
        """;

    private const string InsertIdentifier = """
        INSERT INTO Identifier (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Kind, System, Value, Passed,
          RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Kind, @System, @Value, @Passed,
          @RecordedAt)
        """;
}
