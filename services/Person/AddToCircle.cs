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
    /// <summary>Somebody is added to the people around a person; how old they are is nobody's question.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.AddToCircleResponse> AddToCircle(
        Wire.AddToCircleRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);
        var name = Check.Words(request.Name, 200);
        var relation = Check.Words(request.Relation, 500);
        var withheldFrom = Check.Ids(request.WithheldFrom);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<CircleMember>(request, personId) is { } earlier)
        {
            return new Wire.AddToCircleResponse { CircleMember = Show(earlier) };
        }
        DeathRecord.RequireOthers(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }), work.Call.Role);

        var member = new CircleMember
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Name = name,
            Relation = relation,
            MayBeTold = request.MayBeTold,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertCircleMember, member);
        await work.WithholdAsync(personId, member.Id, withheldFrom);
        work.Record(personId, member.Id, new CircleMemberAdded(member.Id, personId, withheldFrom), member);
        await work.CommitAsync();

        return new Wire.AddToCircleResponse { CircleMember = Show(member) };
    }

    private const string InsertCircleMember = """
        INSERT INTO CircleMember (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Name, Relation, MayBeTold,
          RecordedAt, RemovedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Name, @Relation, @MayBeTold,
          @RecordedAt, @RemovedAt)
        """;
}
