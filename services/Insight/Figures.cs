using PersonalOutcomes.Database;

namespace PersonalOutcomes.Insights;

/// <summary>
/// A month's figures, as one moment of the model gives them. A team's own figures are of the people whom it supported
/// in that month; an agency's are those of its teams together; the area's are everybody's. What is withheld from a team
/// or its agency, or of a person or kind that is kept from them, is in the area's alone, and so is what only a private
/// involvement would bring in; what was entered in error is in none.
/// </summary>
internal static class Figures
{
    /// <summary>Every cell of every question, held back where it must be.</summary>
    public static async Task<List<(string Question, Cell Cell)>> OfAsync(Work work, Model model, Month month)
    {
        var teams = await work.ManyAsync<TeamOf>(SelectTeams, new { model.Generation });
        var agencyOf = teams.ToLookup(t => t.TeamId, t => t.AgencyId);
        var agencies = teams.GroupBy(t => t.AgencyId).ToDictionary(a => a.Key, a => a.Select(t => t.TeamId).ToArray());
        var supports = (await work.ManyAsync<Supports>(SelectSupports,
            new { model.Generation, start = month.Start, end = month.End })).ToLookup(s => s.PersonId, s => s.TeamId);
        var withheld = (await work.ManyAsync<Withheld>(SelectWithheld, new { model.Generation }))
            .ToLookup(w => w.ItemId, w => w.Grantee);
        var kept = (await work.ManyAsync<Kept>(SelectKept, new { model.Generation })).ToLookup(k => k.PersonId);
        var removed = (await work.ManyAsync<Guid>(SelectRemoved, new { model.Generation })).ToHashSet();
        var secret = (await work.ManyAsync<Guid>(SelectSecret, new { model.Generation })).ToHashSet();

        var cells = new List<(string, Cell)>();
        foreach (var question in Questions.List.Codes)
        {
            var answers = Questions.Answers(question);
            var (kinds, hangsOn) = Questions.Kinds(question);
            var items = (await Questions.CountAsync(work, model, question, month)).Where(IsThere).Select(c => new Item(
                Array.IndexOf(answers, c.Answer), c.PersonId, supports[c.PersonId].Where(t => Sees(t, c)
                    && !KeptFrom(t, c, c.HangsOn is null ? kinds : [.. kinds, .. hangsOn])).ToHashSet()));
            // A code that a later version of a source sends, and this one has no words for, is counted in no answer.
            cells.AddRange(Suppression.Apply(answers.Length, [.. items.Where(i => i.Answer >= 0)], agencies)
                .Select(c => (question, c)));
        }
        return cells;

        bool IsThere(Questions.Counted counted) => !removed.Contains(counted.ItemId)
            && !(counted.HangsOn is { } on && removed.Contains(on));

        bool Sees(Guid team, Questions.Counted counted)
        {
            if (secret.Contains(counted.ItemId) || (counted.HangsOn is { } on && secret.Contains(on)))
            {
                return false;
            }
            var from = withheld[counted.ItemId].Concat(withheld[counted.PersonId])
                .Concat(counted.HangsOn is { } other ? withheld[other] : []).ToHashSet();
            return !from.Contains(team) && !agencyOf[team].Any(from.Contains);
        }

        bool KeptFrom(Guid team, Questions.Counted counted, string[] kinds) => kept[counted.PersonId].Any(k =>
            (k.Grantee == team || agencyOf[team].Contains(k.Grantee)) && (k.Kind is null || kinds.Contains(k.Kind)));
    }

    private const string SelectKept = """
        SELECT DISTINCT r.PersonId, r.Grantee, r.Kind
        FROM RestrictionSetFact r
        WHERE r.Generation = @generation AND NOT EXISTS (
          SELECT 1 FROM RestrictionLiftedFact l
          WHERE l.Generation = r.Generation AND l.RestrictionId = r.RestrictionId AND l.PersonId = r.PersonId
            AND l.Position > r.Position)
        """;

    private const string SelectTeams = "SELECT DISTINCT TeamId, AgencyId FROM TeamFact WHERE Generation = @generation";

    // An end that is to come can be moved; what was told last counts.
    private const string SelectSupports = """
        SELECT DISTINCT o.PersonId, o.TeamId
        FROM InvolvementOpenedFact o
        WHERE o.Generation = @generation AND o.Private = 0 AND o.FromTime < @end
          AND NOT EXISTS (
            SELECT 1 FROM InvolvementEndedFact e
            WHERE e.Generation = o.Generation AND e.InvolvementId = o.InvolvementId AND e.UntilTime <= @start
              AND e.Position = (
                SELECT MAX(l.Position) FROM InvolvementEndedFact l
                WHERE l.Generation = e.Generation AND l.InvolvementId = e.InvolvementId))
          AND NOT EXISTS (
            SELECT 1 FROM InvolvementPrivateFact p
            WHERE p.Generation = o.Generation AND p.PersonId = o.PersonId AND p.TeamId = o.TeamId AND p.Private = 1
              AND NOT EXISTS (
                SELECT 1 FROM InvolvementPrivateFact l
                WHERE l.Generation = p.Generation AND l.PersonId = p.PersonId AND l.TeamId = p.TeamId
                  AND l.Position > p.Position))
        """;

    // What a team recorded whose involvement is a secret tells of it.
    private const string SelectSecret = """
        SELECT DISTINCT r.ItemId
        FROM RecordedFact r INNER JOIN InvolvementPrivateFact p
          ON p.Generation = r.Generation AND p.PersonId = r.PersonId AND p.TeamId = r.TeamId
        WHERE r.Generation = @generation AND p.Private = 1
          AND NOT EXISTS (
            SELECT 1 FROM InvolvementPrivateFact l
            WHERE l.Generation = p.Generation AND l.PersonId = p.PersonId AND l.TeamId = p.TeamId
              AND l.Position > p.Position)
        """;

    private const string SelectRemoved = "SELECT DISTINCT ItemId FROM RemovedFact WHERE Generation = @generation";

    private const string SelectWithheld = """
        SELECT DISTINCT w.ItemId, w.Grantee
        FROM WithheldFact w
        WHERE w.Generation = @generation AND NOT EXISTS (
          SELECT 1 FROM ShownFact s
          WHERE s.Generation = w.Generation AND s.Source = w.Source AND s.ItemId = w.ItemId
            AND s.Grantee = w.Grantee AND s.Position > w.Position)
        """;

    private sealed record TeamOf
    {
        public Guid TeamId { get; init; }
        public Guid AgencyId { get; init; }
    }

    private sealed record Supports
    {
        public Guid PersonId { get; init; }
        public Guid TeamId { get; init; }
    }

    private sealed record Kept
    {
        public Guid PersonId { get; init; }
        public Guid Grantee { get; init; }
        public string? Kind { get; init; }
    }

    private sealed record Withheld
    {
        public Guid ItemId { get; init; }
        public Guid Grantee { get; init; }
    }
}
