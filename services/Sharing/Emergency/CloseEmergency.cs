using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class EmergencyService
{
    /// <summary>Whoever opened a record gives it back early.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.CloseEmergencyResponse> CloseEmergency(
        Wire.CloseEmergencyRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, emergencyId) = (Check.Id(request.PersonId), Check.Id(request.EmergencyId));

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var emergency = await work.OneAsync<Emergency>(SelectToClose, new { personId, emergencyId })
            ?? throw Problem.NotFound();
        await work.EnterTeamAsync(emergency.TeamId);
        var teams = await SharingService.TeamsAsync(work, [emergency.TeamId]);
        if (await work.RepeatedAsync<Emergency>(request, personId) is { } earlier)
        {
            return new Wire.CloseEmergencyResponse { Emergency = Show(earlier, teams, call) };
        }
        var closed = emergency.Close(work.Now, call.Latest);
        if (await work.WriteAsync(UpdateClosed, closed) == 0)
        {
            throw Emergency.NotOpen();
        }
        // Ended from its beginning: a clock that is set back comes to no time at which it is open again.
        var happened = new EmergencyClosed(
            emergencyId, personId, emergency.TeamId, emergency.OpenedAt ?? emergency.AskedAt);
        await Grants.ApplyAsync(happened, work);
        work.Record(personId, emergencyId, happened, closed);
        await work.CommitAsync();

        return new Wire.CloseEmergencyResponse { Emergency = Show(closed, teams, call) };
    }

    private const string SelectToClose = $"""
        /*enter*/ SELECT {EmergencyColumns}
        FROM Emergency e
        WHERE e.Id = @emergencyId AND e.PersonId = @personId AND {OfTheAgency} AND {OfTheTeam} AND {ByTheCaller}
        """;

    private const string UpdateClosed = """
        UPDATE Emergency SET Version = @Version, ClosedAt = @ClosedAt WHERE Id = @Id AND Version = @Version - 1
        """;
}
