using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class EmergencyService
{
    /// <summary>A second person agrees, and the record opens to whoever asked.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.AgreeEmergencyResponse> AgreeEmergency(
        Wire.AgreeEmergencyRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, emergencyId) = (Check.Id(request.PersonId), Check.Id(request.EmergencyId));

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var asked = await work.OneAsync<Emergency>(SelectToAgree, new { personId, emergencyId })
            ?? throw Problem.NotFound();
        var own = await work.ManyAsync<Guid>(SelectOwnTeams);
        var teamId = call.Team is { } team && own.Contains(team) ? team : own.Min();
        await work.EnterTeamAsync(teamId);
        var teams = await SharingService.TeamsAsync(work, [asked.TeamId]);
        if (await work.RepeatedAsync<Emergency>(request, personId) is { } earlier)
        {
            return new Wire.AgreeEmergencyResponse { Emergency = Show(earlier, teams, call) };
        }
        var name = await work.OneAsync<string>(SelectName, new { teamId, call.Issuer, call.Subject });
        var opened = asked.Agree(teamId, call.Issuer, call.Subject, name, call.Latest)
            .Open(work.Now, await TodayAsync(work), WorkingDays.Scotland);
        if (await work.WriteAsync(UpdateOpened, opened) == 0)
        {
            throw Emergency.NotWaiting();
        }
        await OpenAsync(work, opened);
        await work.CommitAsync();

        return new Wire.AgreeEmergencyResponse { Emergency = Show(opened, teams, call) };
    }

    // Somebody who works in any team of the agency; and nothing opens from which the person keeps it since.
    private const string SelectToAgree = $"""
        /*enter*/ SELECT {EmergencyColumns}
        FROM Emergency e
        WHERE e.Id = @emergencyId AND e.PersonId = @personId AND {OfTheAgency}
          AND EXISTS (SELECT 1 {FromOwnTeams})
          AND NOT EXISTS (
            SELECT 1 FROM Restriction w
            WHERE w.PersonId = e.PersonId AND w.Kind IS NULL
              AND (w.Grantee = e.TeamId OR {SharingService.KeptFromTheCaller}))
        """;

    private const string FromOwnTeams = """
        FROM Member om
        WHERE om.Issuer = @callerIssuer AND om.Subject = @callerSubject AND om.Capacity = 'staff'
          AND om.AgencyId = @callerAgency AND om.FromTime <= @now AND (om.UntilTime IS NULL OR om.UntilTime > @latest)
        """;

    private const string SelectOwnTeams = $"/*enter*/ SELECT om.Grantee {FromOwnTeams}";

    private const string UpdateOpened = """
        UPDATE Emergency
        SET Version = @Version, AgreedTeamId = @AgreedTeamId, AgreedIssuer = @AgreedIssuer,
          AgreedSubject = @AgreedSubject, OpenedAt = @OpenedAt, OpenedOn = @OpenedOn, UntilTime = @UntilTime,
          ReviewDueOn = @ReviewDueOn
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
