using PersonalOutcomes.Database;

namespace PersonalOutcomes.Plans;

/// <summary>
/// In whose hands a plan is: who leads the work on each outcome, and which teams are involved with the person, each
/// with whether it stays: no last day of it is known. In nobody's, and nobody is looked for, when the person died.
/// </summary>
internal sealed record Hands(
    IReadOnlyDictionary<Guid, OutcomeLead> Leads, IReadOnlyDictionary<Guid, bool> Teams, Death? Death)
{
    /// <summary>A team has it that is no longer involved.</summary>
    public bool WithoutAnyone(Guid? team) => Death is null && team is { } t && !Teams.ContainsKey(t);

    /// <summary>A team has it that is involved, with no end in sight.</summary>
    public bool Stays(Guid? team) => team is { } t && Teams.GetValueOrDefault(t);
}

public sealed partial class PlanService
{
    private static async Task<Hands> HandsAsync(Work work, Guid personId, DateTimeOffset at)
    {
        var leads = await work.ManyAsync<OutcomeLead>(SelectLeads, new { personId });
        var teams = await work.ManyAsync<InvolvedTeam>(SelectInvolvedTeams, new { personId, at });
        var death = await OnPersonDied.OfAsync(work, personId);
        return new Hands(
            leads.Where(l => l.RecordedAt <= at).GroupBy(l => l.OutcomeId)
                .ToDictionary(l => l.Key, l => l.MaxBy(lead => lead.Number)!),
            teams.ToDictionary(t => t.TeamId, t => t.Stays),
            // A plan as it was before anybody knew; of a death that was a mistake nothing is left, then either.
            death?.RecordedAt <= at ? death : null);
    }

    private const string SelectLeads = """
        SELECT l.Id, l.PersonId, l.TeamId, l.HealthAuthored, l.EnteredInError, l.OutcomeId, l.Number, l.Who, l.Role,
          l.Offer,
          l.SaidBy, l.SaidByName, l.How, l.WrittenBy, l.RecordedAt
        FROM OutcomeLead l
        WHERE l.PersonId = @personId AND /*access:l:outcome*/
        """;

    private const string SelectInvolvedTeams = """
        SELECT g.Grantee AS TeamId, MAX(CASE WHEN g.UntilTime IS NULL THEN 1 ELSE 0 END) AS Stays
        FROM AccessGrant g
        WHERE g.PersonId = @personId AND g.Purpose IN ('support', 'adult_protection') AND g.FromTime <= @at
          AND (g.UntilTime IS NULL OR g.UntilTime > @at) AND /*team:g:Grantee*/
        GROUP BY g.Grantee
        """;

    private sealed record InvolvedTeam
    {
        public Guid TeamId { get; init; }
        public bool Stays { get; init; }
    }
}
