using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class LeadService
{
    /// <summary>Who was chosen, proposed and agreed to lead.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListLeadTeamsResponse> ListLeadTeams(
        Wire.ListLeadTeamsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<LeadTeam>(SelectLeads, new { personId, take = page.Take + 1, page.Skip });
        var leads = found.Take(page.Take).ToList();
        var teams = await TeamsAsync(work, personId);
        work.Showed(personId, leads.Select(l => l.Id));
        await work.CommitAsync();

        return new Wire.ListLeadTeamsResponse
        {
            Leads = { leads.Select(l => Show(l, teams)) },
            NextPageToken = page.Next(found.Count, work),
            Notice = SharingService.AlwaysSaid,
        };
    }

    private const string SelectLeads = $"""
        SELECT {LeadColumns}
        FROM LeadTeam l
        WHERE l.PersonId = @personId AND /*access:l:involvement*/
        ORDER BY l.RecordedAt DESC, l.Id /*page*/
        """;
}
