using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Access;

/// <summary>Whose practitioners were there together.</summary>
public static class TakingPart
{
    /// <summary>
    /// The teams whose practitioners took part in something: the caller's own always, and others only if they are
    /// involved with the person too. None for the person's own hand.
    /// </summary>
    /// <exception cref="Problem">
    /// FAILED_PRECONDITION TEAM_NOT_INVOLVED, alike for a team that is unknown; INVALID_ARGUMENT NO_TEAM_TAKES_PART.
    /// </exception>
    public static async Task<Guid[]> TogetherAsync(this Work work, Guid person, IReadOnlyCollection<Guid> others)
    {
        if (work.Team is not { } own)
        {
            return others.Count == 0
                ? []
                : throw Problem.Invalid("team_ids", "NO_TEAM_TAKES_PART", "What you tell by yourself, you tell alone.");
        }
        var involved = await work.ThoseInvolvedAsync(person, others);
        return others.All(involved.Contains)
            ? [own, .. others.Where(t => t != own)]
            : throw Problem.NotInCopy("sharing", "TEAM_NOT_INVOLVED", "Only teams who are involved can take part.",
                "team_ids");
    }

    /// <summary>The caller's own team, and those of these that are involved with the person.</summary>
    public static async Task<Guid[]> ThoseInvolvedAsync(this Work work, Guid person, IEnumerable<Guid> teams) =>
    [
        work.Team!.Value,
        .. (await work.ManyAsync<Guid>(SelectInvolved, new { person, teams = Each.Of(teams), now = work.Now }))
            .Where(t => t != work.Team),
    ];

    // A team whose involvement has ended since may well have taken part.
    private const string SelectInvolved = """
        SELECT DISTINCT g.Grantee FROM AccessGrant g
        WHERE g.PersonId = @person AND g.Purpose IN ('support', 'adult_protection') AND g.FromTime <= @now
          AND g.Grantee IN (/*each:@teams*/) AND /*team:g:Grantee*/
        """;
}
