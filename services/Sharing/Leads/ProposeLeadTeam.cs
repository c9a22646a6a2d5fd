using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class LeadService
{
    /// <summary>A team proposes which team leads; it takes a second team's agreement.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.ProposeLeadTeamResponse> ProposeLeadTeam(
        Wire.ProposeLeadTeamRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, teamId) = (Check.Id(request.PersonId), Check.Id(request.TeamId));
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var teams = await TeamsAsync(work, personId);
        if (await work.RepeatedAsync<LeadTeam>(request, personId) is { } earlier)
        {
            return new Wire.ProposeLeadTeamResponse { Lead = Show(earlier, teams) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        await RequireInvolvedAsync(work, personId, teamId);
        var standing = await work.ManyAsync<LeadTeam>(SelectStanding, new { personId });

        var proposed = (Of(work, personId, teamId) with { ProposedByTeamId = work.Team, Reason = reason })
            .Propose(Leading(standing));
        await OvertakeAsync(work, standing.Where(l => l.State == LeadState.Proposed));
        await work.WriteAsync(InsertLead, proposed);
        work.Record(personId, proposed.Id,
            new LeadTeamProposed(proposed.Id, personId, work.Team!.Value, teamId), proposed);
        await work.CommitAsync();

        return new Wire.ProposeLeadTeamResponse { Lead = Show(proposed, teams) };
    }
}
