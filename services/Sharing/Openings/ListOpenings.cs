using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>What has been opened, to whom, by whom and why.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.ListOpeningsResponse> ListOpenings(
        Wire.ListOpeningsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Opening>(SelectOpenings,
            new { personId, team = work.Team, take = page.Take + 1, page.Skip });
        var openings = found.Take(page.Take).ToList();
        var teams = await TeamsAsync(work, openings.SelectMany(o => new[] { o.TeamId, o.ToTeamId }));
        work.Showed(personId, openings.Select(o => o.Id));
        await work.CommitAsync();

        return new Wire.ListOpeningsResponse
        {
            Openings = { openings.Select(o => Show(o, teams)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectOpenings = $"""
        SELECT {OpeningColumns}
        FROM Opening p
        WHERE p.PersonId = @personId AND {OpeningVisible}
        ORDER BY p.OpenedAt DESC, p.Id /*page*/
        """;
}
