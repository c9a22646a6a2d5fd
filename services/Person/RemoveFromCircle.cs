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
    /// <summary>Somebody no longer stands in the circle; the entry is kept, and shown no more.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.RemoveFromCircleResponse> RemoveFromCircle(
        Wire.RemoveFromCircleRequest request, ServerCallContext context)
    {
        var (personId, memberId) = (Check.Id(request.PersonId), Check.Id(request.CircleMemberId));

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        var member = await work.OneAsync<CircleMember>(SelectCircleMember, new { personId, memberId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<CircleMember>(request, personId) is { } earlier)
        {
            return new Wire.RemoveFromCircleResponse { CircleMember = Show(earlier) };
        }
        DeathRecord.RequireOthers(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }), work.Call.Role);

        var removed = member with { RemovedAt = work.Now };
        if (await work.WriteAsync(UpdateRemoved, removed) == 0)
        {
            // Somebody took them out before; for this caller they are not there.
            throw Problem.NotFound();
        }
        // Whoever is no longer around them does not care for them either, nor they for them.
        await work.WriteAsync(UpdateCarerLinksEnded, removed);
        work.Record(personId, memberId, new CircleMemberRemoved(memberId, personId), removed);
        await work.CommitAsync();

        return new Wire.RemoveFromCircleResponse { CircleMember = Show(removed) };
    }

    // With those taken out already, so that a repeat finds the entry that it took out.
    private const string SelectCircleMember = """
        SELECT c.Id, c.PersonId, c.TeamId, c.HealthAuthored, c.EnteredInError, c.Name, c.Relation, c.MayBeTold,
          c.RecordedAt, c.RemovedAt
        FROM CircleMember c
        WHERE c.Id = @memberId AND c.PersonId = @personId AND /*access:c:circle*/
        """;

    private const string UpdateRemoved =
        "UPDATE CircleMember SET RemovedAt = @RemovedAt WHERE Id = @Id AND RemovedAt IS NULL";

    private const string UpdateCarerLinksEnded =
        "UPDATE CarerLink SET EndedAt = @RemovedAt WHERE CircleMemberId = @Id AND EndedAt IS NULL";
}
