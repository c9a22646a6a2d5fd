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
    /// <summary>A second team agrees, and the proposed team leads.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.AgreeLeadTeamResponse> AgreeLeadTeam(
        Wire.AgreeLeadTeamRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, leadId) = (Check.Id(request.PersonId), Check.Id(request.LeadId));

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var proposed = await work.OneAsync<LeadTeam>(SelectLead, new { personId, leadId }) ?? throw Problem.NotFound();
        var teams = await TeamsAsync(work, personId);
        if (await work.RepeatedAsync<LeadTeam>(request, personId) is { } earlier)
        {
            return new Wire.AgreeLeadTeamResponse { Lead = Show(earlier, teams) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        var standing = await work.ManyAsync<LeadTeam>(SelectStanding, new { personId });

        var agreed = proposed.Agree(Leading(standing), work.Team, call.Issuer, call.Subject, work.Now);
        await RequireInvolvedAsync(work, personId, proposed.TeamId);
        await OvertakeAsync(work, standing.Where(l => l.State == LeadState.Settled));
        if (await work.WriteAsync(UpdateLead, agreed) == 0)
        {
            throw Problem.Refused("NOT_PROPOSED", "It no longer waits for agreement.");
        }
        work.Record(personId, leadId,
            new LeadTeamAgreed(leadId, personId, work.Team!.Value, proposed.TeamId), agreed);
        await work.CommitAsync();

        return new Wire.AgreeLeadTeamResponse { Lead = Show(agreed, teams) };
    }

    private const string SelectLead = $"""
        SELECT {LeadColumns}
        FROM LeadTeam l
        WHERE l.Id = @leadId AND l.PersonId = @personId AND /*access:l:involvement*/
        """;
}
