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
    /// <summary>A person moves away: Sharing ends every involvement with that day, and the record is kept.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.RecordMoveResponse> RecordMove(
        Wire.RecordMoveRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var lastOn = Check.Day(request.LastOn);
        var howKnown = call.Role == Role.Person
            ? Check.OptionalWords(request.HowKnown, 1000)
            : Check.Words(request.HowKnown, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<MoveAway>(request, personId) is { } earlier)
        {
            return new Wire.RecordMoveResponse { Move = Show(earlier) };
        }
        var move = new MoveAway
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            AgencyId = call.Agency,
            LastOn = lastOn,
            HowKnown = howKnown,
            RecordedAt = work.Now,
        }.Tell(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }));
        await work.WriteAsync(InsertMove, move);
        work.Record(personId, move.Id, new PersonMovedAway(move.Id, personId, lastOn), move);
        await work.CommitAsync();

        return new Wire.RecordMoveResponse { Move = Show(move) };
    }

    private static Wire.Move Show(MoveAway move) => new()
    {
        MoveId = move.Id.ToString("D"),
        PersonId = move.PersonId.ToString("D"),
        LastOn = Day(move.LastOn),
        HowKnown = move.HowKnown ?? "",
        RecordTime = Time(move.RecordedAt),
        TakeBackTime = move.TakenBackAt is { } at ? Time(at) : "",
        TakeBackReason = move.TakeBackReason ?? "",
    };

    private const string MoveColumns = """
        mv.Id, mv.PersonId, mv.TeamId, mv.HealthAuthored, mv.EnteredInError, mv.Version, mv.AgencyId, mv.LastOn,
          mv.HowKnown, mv.RecordedAt, mv.TakenBackAt, mv.TakeBackReason
        """;

    private const string SelectMoves = $"""
        SELECT {MoveColumns}
        FROM MoveAway mv
        WHERE mv.PersonId = @personId AND /*access:mv:person*/
        ORDER BY mv.RecordedAt DESC, mv.Id
        """;

    private const string InsertMove = """
        INSERT INTO MoveAway (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, AgencyId, LastOn, HowKnown,
          RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @AgencyId, @LastOn, @HowKnown,
          @RecordedAt)
        """;
}
