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
    /// <summary>A person stays after all, or never moved: Sharing brings back what the move ended.</summary>
    [Roles(Role.Person | Role.Staff | Role.PrivacyOfficer)]
    public override async Task<Wire.TakeBackMoveResponse> TakeBackMove(
        Wire.TakeBackMoveRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, moveId) = (Check.Id(request.PersonId), Check.Id(request.MoveId));
        var reason = call.Role == Role.Person
            ? Check.OptionalWords(request.Reason, 1000)
            : Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var move = await FindMoveAsync(work, personId, moveId) ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<MoveAway>(request, personId) is { } earlier)
        {
            return new Wire.TakeBackMoveResponse { Move = Show(earlier) };
        }
        DeathRecord.RequireOthers(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }), call.Role);
        var taken = move.TakeBack(reason, work.Now);
        if (await work.WriteAsync(UpdateTakenBack, taken) == 0)
        {
            throw MoveAway.NotMoving();
        }
        work.Record(personId, moveId, new MoveTakenBack(moveId, personId), taken);
        await work.CommitAsync();

        return new Wire.TakeBackMoveResponse { Move = Show(taken) };
    }

    // When the day is over no team sees the record any more: then a mistake is the privacy officer's to put right.
    private static async Task<MoveAway?> FindMoveAsync(Work work, Guid personId, Guid moveId)
    {
        if (work.Call.Role == Role.PrivacyOfficer)
        {
            return await work.OneAsync<MoveAway>(SelectOverseenMove, new { personId, moveId });
        }
        await work.EnterAsync(personId);
        return (await work.ManyAsync<MoveAway>(SelectMoves, new { personId })).Find(m => m.Id == moveId);
    }

    private const string SelectOverseenMove = $"""
        /*enter*/ SELECT {MoveColumns}
        FROM MoveAway mv INNER JOIN Person p ON p.Id = mv.PersonId
        WHERE mv.Id = @moveId AND mv.PersonId = @personId AND mv.EnteredInError = 0
          AND {MayOversee} AND (mv.AgencyId = @callerAgency OR {InvolvedNow})
        """;

    private const string UpdateTakenBack = """
        UPDATE MoveAway SET Version = @Version, TakenBackAt = @TakenBackAt, TakeBackReason = @TakeBackReason
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
