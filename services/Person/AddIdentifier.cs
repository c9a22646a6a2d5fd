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
    /// <summary>A number by which an agency knows the person is added, whoever else has it.</summary>
    [Roles(Role.Staff | Role.System)]
    public override async Task<Wire.AddIdentifierResponse> AddIdentifier(
        Wire.AddIdentifierRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);
        var given = Read(request.Identifier, "identifier");
        var withheldFrom = Check.Ids(request.WithheldFrom);

        await using var work = await database.BeginAsync(
            On.Person(personId).And(On.Own("people")), Call.Of(context));
        await work.EnterAsync(personId);
        var person = await work.OneAsync<Person>(SelectPerson, new { personId }) ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Identifier>(request, personId) is { } earlier)
        {
            return new Wire.AddIdentifierResponse { Identifier = Show(earlier) };
        }

        var identifier = given with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertIdentifier, identifier);
        await work.WithholdAsync(personId, identifier.Id, withheldFrom);
        await NotePossibleSameAsync(work, person, await work.ManyAsync<Candidate>(SelectSameIdentifier,
            new { personId, identifier.Kind, identifier.System, identifier.Value }));
        work.Record(personId, identifier.Id, new IdentifierAdded(identifier.Id, personId, withheldFrom), identifier);
        await work.CommitAsync();

        return new Wire.AddIdentifierResponse { Identifier = Show(identifier) };
    }
}
