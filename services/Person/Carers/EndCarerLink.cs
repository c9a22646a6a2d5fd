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
    /// <summary>
    /// One of the two no longer wants it. Only their own record is written in: on the other it is just not shown any
    /// more, so that nobody there reads who is involved here.
    /// </summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.EndCarerLinkResponse> EndCarerLink(
        Wire.EndCarerLinkRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, carerLinkId) = (Check.Id(request.PersonId), Check.Id(request.CarerLinkId));
        CarerLink.Word(Read(request.Voice, call), "voice");

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var link = await work.OneAsync<CarerLink>(SelectCarerLink, new { personId, carerLinkId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<CarerLink>(request, personId) is not null)
        {
            return new Wire.EndCarerLinkResponse { CarerLink = Show(link) };
        }
        if (link.EndedAt is not null)
        {
            throw Problem.NotFound();
        }

        DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }));
        var ended = link with { EndedAt = work.Now };
        await work.WriteAsync(UpdateCarerLinkEnded, ended);
        work.Record(personId, carerLinkId, new CarerLinkEnded(carerLinkId, personId), ended);
        await work.CommitAsync();

        return new Wire.EndCarerLinkResponse { CarerLink = Show(ended) };
    }

    // With one that was ended here already, so that a repeat finds what it ended.
    private const string SelectCarerLink = $"""
        SELECT {CarerLinkColumns} FROM {CarerLinksVisible}
          AND l.PersonId = @personId AND l.Id = @carerLinkId
        """;

    private const string UpdateCarerLinkEnded =
        "UPDATE CarerLink SET EndedAt = @EndedAt WHERE Id = @Id AND EndedAt IS NULL";
}
