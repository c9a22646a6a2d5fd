using MassTransit;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// Which of the teams involved leads: one operation a file. This file holds what several of them need.
/// </summary>
public sealed partial class LeadService(IDatabase database) : Wire.LeadService.LeadServiceBase
{
    /// <summary>What leads now, as far as the caller may see it; null when nobody does.</summary>
    internal static async Task<LeadTeam?> LeadsAsync(Work work, Guid personId) =>
        Leading(await work.ManyAsync<LeadTeam>(SelectStanding, new { personId }));

    private static LeadTeam? Leading(List<LeadTeam> standing) =>
        standing.Find(l => l is { State: LeadState.Settled, StillInvolved: true });

    private static async Task RequireInvolvedAsync(Work work, Guid personId, Guid toTeamId)
    {
        if (await work.OneAsync<int>(SharingService.CountInvolved, new { personId, toTeamId }) == 0)
        {
            throw Problem.Refused("TEAM_NOT_INVOLVED", "Only a team that is involved can lead.", "team_id");
        }
    }

    private static LeadTeam Of(Work work, Guid personId, Guid teamId) => new()
    {
        Id = NewId.NextGuid(),
        PersonId = personId,
        TeamId = teamId,
        Issuer = work.Call.Issuer,
        Subject = work.Call.Subject,
        RecordedAt = work.Now,
        StillInvolved = true,
    };

    private static async Task OvertakeAsync(Work work, IEnumerable<LeadTeam> earlier)
    {
        foreach (var lead in earlier)
        {
            await work.WriteAsync(UpdateLead, lead.Overtake());
        }
    }

    private const string LeadColumns = """
        l.Id, l.PersonId, l.TeamId, l.HealthAuthored, l.EnteredInError, l.Version, l.State,
          l.ProposedByTeamId, l.Issuer, l.Subject, l.Reason, l.AgreedByTeamId, l.Said, l.SaidBy, l.SaidByName, l.How,
          l.WrittenBy, l.RecordedAt, l.SettledAt,
          CASE WHEN EXISTS (
            SELECT 1 FROM Involvement i
            WHERE i.PersonId = l.PersonId AND i.TeamId = l.TeamId
              AND (l.SettledAt IS NULL OR i.FromTime <= l.SettledAt)
              AND (i.UntilTime IS NULL OR i.UntilTime > @now) AND /*access:i:involvement*/)
          THEN 1 ELSE 0 END AS StillInvolved
        """;

    private const string SelectStanding = $"""
        SELECT {LeadColumns}
        FROM LeadTeam l
        WHERE l.PersonId = @personId AND l.State IN (1, 2) AND /*access:l:involvement*/
        ORDER BY l.SettledAt DESC, l.RecordedAt DESC, l.Id
        """;

    private const string InsertLead = """
        INSERT INTO LeadTeam (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, State,
          ProposedByTeamId, Issuer, Subject, Reason, AgreedByTeamId, Said, SaidBy, SaidByName, How, WrittenBy,
          RecordedAt, SettledAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @State, @ProposedByTeamId,
          @Issuer, @Subject, @Reason, @AgreedByTeamId, @Said, @SaidBy, @SaidByName, @How, @WrittenBy, @RecordedAt,
          @SettledAt)
        """;

    private const string UpdateLead = """
        UPDATE LeadTeam
        SET State = @State, Version = @Version, AgreedByTeamId = @AgreedByTeamId, SettledAt = @SettledAt
        WHERE Id = @Id AND Version = @Version - 1
        """;

    // Who proposed and agreed is told of those alone that the caller may know to be involved, or to have been.
    private static async Task<Dictionary<Guid, Wire.Team>> TeamsAsync(Work work, Guid personId) =>
        await SharingService.TeamsAsync(work,
            (await work.ManyAsync<Guid>(SelectTeams, new { personId })).Select(id => (Guid?)id));

    private const string SelectTeams = """
        SELECT DISTINCT i.TeamId FROM Involvement i
        WHERE i.PersonId = @personId AND /*access:i:involvement*/
        """;

    private static Wire.Team? Find(Dictionary<Guid, Wire.Team> teams, Guid? id) =>
        id is { } known ? teams.GetValueOrDefault(known) : null;

    private static Wire.LeadTeam Show(LeadTeam lead, Dictionary<Guid, Wire.Team> teams) => new()
    {
        LeadId = lead.Id.ToString("D"),
        PersonId = lead.PersonId.ToString("D"),
        Team = Find(teams, lead.TeamId),
        State = lead.State switch
        {
            LeadState.Proposed => Wire.LeadState.Proposed,
            LeadState.Settled when lead.StillInvolved => Wire.LeadState.Leads,
            LeadState.Settled => Wire.LeadState.Ended,
            _ => Wire.LeadState.Overtaken,
        },
        ProposedBy = Find(teams, lead.ProposedByTeamId),
        Reason = lead.Reason ?? "",
        AgreedBy = Find(teams, lead.AgreedByTeamId),
        WithThePersonsSay = lead.Voice is not { } voice ? null : new Wire.PersonsSay
        {
            Voice = SharingService.Show(voice),
            Said = lead.Said ?? "",
        },
        RecordTime = SharingService.Show(lead.RecordedAt),
        SettleTime = SharingService.Show(lead.SettledAt),
    };
}
