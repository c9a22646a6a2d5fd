using System.Security.Cryptography;
using System.Text;
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
    private const int ChecksADay = 50;

    /// <summary>
    /// Is somebody like this known? Whatever the answer, the same statements run in the same order and as many rows are
    /// written, so that the time it takes tells nothing of people who hide.
    /// </summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.CheckBeforeRegisterResponse> CheckBeforeRegister(
        Wire.CheckBeforeRegisterRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var team = Check.Id(request.TeamId);
        var (identifier, sought) = Read(request, call);
        // Whatever it will answer: neither the answer nor its time may hang on how old the copy was.
        await copies.LevelAsync("sharing", call);

        await using var work = await database.BeginAsync(On.Caller(call.Issuer, call.Subject), call);
        await work.EnterTeamAsync(team);
        var found = await work.ManyAsync<Found>(SelectByIdentifier,
            new { team, identifier?.Kind, identifier?.System, identifier?.Value });
        found.AddRange(await work.ManyAsync<Found>(SelectByName,
            new { team, sought?.MatchName, sought?.BirthDate, sought?.MatchPostcode }));
        var (answer, personId) = Found.Tell(found);
        var handle = work.Handle("register-check");
        if (await work.RepeatedAsync<RegisterCheck>(request, personId ?? Guid.Empty) is { } earlier)
        {
            return Repeated(earlier, answer, personId, handle);
        }

        var today = London.Today(work.Now);
        if (await work.OneAsync<int>(CountChecks, new { call.Issuer, call.Subject, today })
            >= configuration.GetValue("Person:ChecksADay", ChecksADay))
        {
            throw Problem.TooMany("RATE_LIMITED",
                "You have looked for as many people as one may in a day.", TimeSpan.FromHours(1));
        }
        var check = new RegisterCheck
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = team,
            HealthAuthored = work.Health,
            Issuer = call.Issuer,
            Subject = call.Subject,
            CheckedOn = today,
            Answer = answer,
            HandleHash = SHA256.HashData(Encoding.ASCII.GetBytes(handle)),
            GoodUntil = work.Now + RegisterCheck.Good,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertCheck, check);
        work.Record(call.Agency!.Value, check.Id, new RegisterChecked(check.Id, call.Agency.Value, team), check);
        // Each person found reads of it, also one of whom nothing is told. Where there is nobody, as much is written.
        foreach (var person in found.Select(f => f.Id).DefaultIfEmpty(Guid.Empty).Distinct())
        {
            work.Showed(person, check.Id);
        }
        await work.CommitAsync();

        return Show(answer, personId, handle);
    }

    private static (Identifier? Identifier, Person? Sought) Read(Wire.CheckBeforeRegisterRequest request, Call call)
    {
        var fullName = Check.OptionalWords(request.FullName, 200);
        DateOnly? birthDate = request.BirthDate.Length == 0 ? null : Check.HappenedOn(request.BirthDate, call.Now);
        var postcode = Check.OptionalWords(request.Postcode, 20);
        var sought = fullName is null || birthDate is null || postcode is null
            ? null
            : new Person { FullName = fullName, BirthDate = birthDate, Postcode = postcode };
        return request.Identifier is not null || sought is not null
            ? (request.Identifier is null ? null : Read(request.Identifier, "identifier"), sought)
            : throw Problem.Invalid("identifier", "NOT_ENOUGH_TO_CHECK",
                "It takes an exact identifier, or full name, birth date and postcode.");
    }

    // As the first time, unless the caller may see less of it today; never more than a first call would tell today.
    private static Wire.CheckBeforeRegisterResponse Repeated(
        RegisterCheck earlier, CheckAnswer today, Guid? personId, string handle) =>
        earlier.Answer == today && earlier.PersonId == personId
            ? Show(today, personId, handle)
            : today == CheckAnswer.Yours ? Show(today, personId, handle) : Show(CheckAnswer.New, null, handle);

    private static Wire.CheckBeforeRegisterResponse Show(CheckAnswer answer, Guid? personId, string handle) => new()
    {
        Answer = (Wire.CheckAnswer)(int)answer,
        PersonId = answer == CheckAnswer.Yours ? personId!.Value.ToString("D") : "",
        Handle = answer == CheckAnswer.KnownHere ? handle : "",
    };

    // A person hides who keeps their address hidden, or their whole record from this agency or team.
    private const string FoundColumns = """
        p.Id, CASE WHEN /*access:p:person*/ THEN 1 ELSE 0 END AS IsTheirs,
          CASE WHEN EXISTS (SELECT 1 FROM HiddenAddress h WHERE h.PersonId = p.Id)
            OR EXISTS (
              SELECT 1 FROM Restriction x
              WHERE x.PersonId = p.Id AND (x.Kind IS NULL OR x.Kind = 'person')
                AND x.Grantee IN (@callerAgency, @team))
            THEN 1 ELSE 0 END AS IsHidden
        """;

    private const string SelectByIdentifier = $"""
        SELECT {FoundColumns}
        FROM Person p
        WHERE p.EnteredInError = 0 AND p.Id IN (
          SELECT i.PersonId FROM Identifier i
          WHERE i.Kind = @kind AND i.System = @system AND i.Value = @value AND i.EnteredInError = 0
            AND NOT EXISTS (
              SELECT 1 FROM Withheld x WHERE x.ItemId = i.Id AND x.Grantee IN (@callerAgency, @team))
            AND NOT EXISTS (
              SELECT 1 FROM Restriction y
              WHERE y.PersonId = i.PersonId AND y.Kind = 'identifier' AND y.Grantee IN (@callerAgency, @team)))
        ORDER BY p.RecordedAt
        """;

    private const string SelectByName = $"""
        SELECT {FoundColumns}
        FROM Person p
        WHERE p.EnteredInError = 0 AND p.BirthDate = @birthDate AND p.MatchName = @matchName
          AND p.MatchPostcode = @matchPostcode
        ORDER BY p.RecordedAt
        """;

    // No access mark: it counts the caller's own checks, and shows nobody.
    private const string CountChecks = """
        SELECT COUNT(*) FROM RegisterCheck c
        WHERE c.Issuer = @issuer AND c.Subject = @subject AND c.CheckedOn = @today
        """;

    private const string InsertCheck = """
        INSERT INTO RegisterCheck (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Issuer, Subject, CheckedOn,
          Answer, HandleHash, GoodUntil, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Issuer, @Subject, @CheckedOn,
          @Answer, @HandleHash, @GoodUntil, @RecordedAt)
        """;
}
