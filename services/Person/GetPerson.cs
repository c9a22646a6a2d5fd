using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>A person as the caller may see them. No statement here looks where hidden addresses are.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetPersonResponse> GetPerson(
        Wire.GetPersonRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var person = await work.OneAsync<Person>(SelectPerson, new { personId }) ?? throw Problem.NotFound();
        var needs = await work.ManyAsync<CommunicationNeeds>(SelectNeeds, new { personId });
        var contacts = await work.ManyAsync<SafeContact>(SelectSafeContacts, new { personId });
        var circle = await work.ManyAsync<CircleMember>(SelectCircle, new { personId });
        var links = await work.ManyAsync<CarerLink>(SelectCarerLinks, new { personId });
        var identifiers = await work.ManyAsync<Identifier>(SelectIdentifiers, new { personId });
        var death = await work.OneAsync<DeathRecord>(SelectDeath, new { personId });
        var moves = (await work.ManyAsync<MoveAway>(SelectMoves, new { personId }))
            .FindAll(m => m.TakenBackAt is null);
        work.Showed(personId, [personId, .. needs.Select(n => n.Id), .. contacts.Select(c => c.Id),
            .. circle.Select(c => c.Id), .. links.Select(l => l.Id),
            .. identifiers.Select(i => i.Id), .. moves.Select(m => m.Id)]);
        await work.CommitAsync();

        var shown = Show(person, work);
        shown.DiedOn = Day(death?.DiedOn);
        shown.CommunicationNeeds.AddRange(needs.Select(n => Show(n, work)));
        shown.SafeContacts.AddRange(contacts.Select(c => Show(c, work)));
        shown.Circle.AddRange(circle.Select(Show));
        shown.CarerLinks.AddRange(links.Select(Show));
        shown.Identifiers.AddRange(identifiers.Select(Show));
        shown.Moves.AddRange(moves.Select(Show));
        return new Wire.GetPersonResponse { Person = shown };
    }

    private const string SelectIdentifiers = """
        SELECT i.Id, i.PersonId, i.TeamId, i.HealthAuthored, i.EnteredInError, i.Kind, i.System, i.Value, i.Passed,
          i.RecordedAt
        FROM Identifier i
        WHERE i.PersonId = @personId AND /*access:i:identifier*/
        ORDER BY i.RecordedAt, i.Kind, i.Value
        """;
}
