using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>An opening is taken back.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.CloseRecordResponse> CloseRecord(
        Wire.CloseRecordRequest request, ServerCallContext context)
    {
        var (personId, openingId) = (Check.Id(request.PersonId), Check.Id(request.OpeningId));

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        var opening = await work.OneAsync<Opening>(SelectOpening, new { personId, openingId, team = work.Team })
            ?? throw Problem.NotFound();
        var teams = await TeamsAsync(work, [opening.TeamId, opening.ToTeamId]);
        if (await work.RepeatedAsync<Opening>(request, personId) is { } earlier)
        {
            return new Wire.CloseRecordResponse { Opening = Show(earlier, teams) };
        }
        await OnPersonDied.RequireOthersAsync(work, personId);
        var closed = opening.Close(work.Team, work.Now);
        if (await work.WriteAsync(UpdateClosed, closed) == 0)
        {
            throw Problem.Refused("ALREADY_CLOSED", "It has been taken back already.");
        }
        var happened = new RecordClosed(openingId, personId);
        await Grants.ApplyAsync(happened, work);
        work.Record(personId, openingId, happened, closed);
        await work.CommitAsync();

        return new Wire.CloseRecordResponse { Opening = Show(closed, teams) };
    }

    internal const string OpeningColumns = """
        p.Id, p.PersonId, p.TeamId, p.HealthAuthored, p.EnteredInError, p.Version, p.ToTeamId, p.Kind, p.ItemId,
          p.Reason, p.OpenedAt, p.ClosedAt
        """;

    // That one entry was opened tells that it is there: those who opened it know, and those who may read it now.
    internal const string OpeningVisible = """
        /*access:p:opening*/ AND /*team:p:ToTeamId*/
          AND (p.ItemId IS NULL OR @callerCapacity = 'self' OR p.TeamId = @team
            OR (p.ToTeamId = @team AND p.ClosedAt IS NULL))
        """;

    private const string SelectOpening = $"""
        SELECT {OpeningColumns}
        FROM Opening p
        WHERE p.Id = @openingId AND p.PersonId = @personId AND {OpeningVisible}
        """;

    private const string UpdateClosed = """
        UPDATE Opening SET Version = @Version, ClosedAt = @ClosedAt WHERE Id = @Id AND Version = @Version - 1
        """;
}
