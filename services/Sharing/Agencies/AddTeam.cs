using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>An administrator enters a team of their own agency.</summary>
    [Roles(Role.AgencyAdministrator)]
    public override async Task<Wire.AddTeamResponse> AddTeam(Wire.AddTeamRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (agencyId, name) = (Check.Id(request.AgencyId), Check.Words(request.Name, 200));

        await using var work = await database.BeginAsync(On.Agency(agencyId), call);
        await OwnAgencyAsync(work, agencyId);
        if (await work.RepeatedAsync<Team>(request, null) is { } earlier)
        {
            return new Wire.AddTeamResponse { TeamId = earlier.Id.ToString("D") };
        }
        if (await work.OneAsync<int>(CountTeams, new { agencyId, name }) > 0)
        {
            throw Problem.Refused("TEAM_EXISTS", "The agency has a team of this name.", "name");
        }
        var team = new Team { Id = NewId.NextGuid(), AgencyId = agencyId, Name = name, RecordedAt = work.Now };
        await work.WriteAsync(InsertTeam, team);
        work.Record(agencyId, team.Id, new TeamAdded(team.Id, agencyId), team);
        await work.CommitAsync();

        return new Wire.AddTeamResponse { TeamId = team.Id.ToString("D") };
    }

    // An administrator administers the agency that their token names, and knows of no other.
    private static async Task<Agency> OwnAgencyAsync(Work work, Guid agencyId) =>
        work.Call.Agency == agencyId && await work.OneAsync<Agency>(SelectAgency, new { agencyId }) is { } agency
            ? agency
            : throw Problem.NotFound(final: true);

    private static async Task<Team> OwnTeamAsync(Work work, Guid teamId) =>
        await work.OneAsync<Team>(SelectTeam, new { teamId }) is { } team && team.AgencyId == work.Call.Agency
            ? team
            : throw Problem.NotFound(final: true);

    private const string CountTeams = "SELECT COUNT(*) FROM Team WHERE AgencyId = @agencyId AND Name = @name";

    private const string SelectTeam = "SELECT Id, AgencyId, Name, RecordedAt FROM Team WHERE Id = @teamId";

    private const string InsertTeam =
        "INSERT INTO Team (Id, AgencyId, Name, RecordedAt) VALUES (@Id, @AgencyId, @Name, @RecordedAt)";
}
