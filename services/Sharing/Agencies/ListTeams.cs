using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>The teams to which a referral can be addressed, or those that somebody wants the names of.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System | Role.AgencyAdministrator
        | Role.PrivacyOfficer)]
    public override async Task<Wire.ListTeamsResponse> ListTeams(
        Wire.ListTeamsRequest request, ServerCallContext context)
    {
        var agencyId = Check.OptionalId(request.AgencyId);
        var teamIds = Check.Ids(request.TeamIds);

        await using var work = await database.ReadAsync(Call.Of(context));
        if (teamIds.Length > 0)
        {
            var named = await TeamsAsync(work, teamIds.Cast<Guid?>());
            await work.CommitAsync();
            return new Wire.ListTeamsResponse { Teams = { named.Values } };
        }
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var teams = await work.ManyAsync<NamedTeam>(SelectTeamsInAgreement,
            new { agencyId, take = page.Take + 1, page.Skip });
        await work.CommitAsync();

        return new Wire.ListTeamsResponse
        {
            Teams = { teams.Take(page.Take).Select(Show) },
            NextPageToken = page.Next(teams.Count, work),
        };
    }

    private const string SelectTeamsInAgreement = """
        SELECT t.Id, t.Name, t.AgencyId, a.Name AS AgencyName
        FROM Team t INNER JOIN Agency a ON a.Id = t.AgencyId INNER JOIN Agreement g ON g.AgencyId = a.Id
        WHERE (@agencyId IS NULL OR t.AgencyId = @agencyId)
        ORDER BY a.Name, a.RecordedAt, t.Name, t.RecordedAt /*page*/
        """;
}
