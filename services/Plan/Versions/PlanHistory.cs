namespace PersonalOutcomes.Plans;

/// <summary>
/// All that one viewer may be told of how a plan came to be: each state of what they see today, oldest first, who was
/// named to lead, and the orders, newest first.
/// </summary>
internal sealed record PlanHistory(
    IReadOnlyList<(DateTimeOffset At, Guid Id, object State)> States, IReadOnlyList<OutcomeLead> Leads,
    IReadOnlyList<Ranking> Rankings)
{
    /// <summary>The plan as it was.</summary>
    public PlanThen At(DateTimeOffset time)
    {
        var last = States.Where(s => s.At <= time).GroupBy(s => s.Id).Select(s => s.Last().State).ToList();
        var outcomes = last.OfType<Outcome>().ToList();
        // A step of an outcome that this viewer may not see hangs on it, and is not shown either.
        var seen = outcomes.Select(o => o.Id).ToHashSet();
        return new PlanThen(
            outcomes,
            [.. last.OfType<Step>().Where(s => s.OutcomeId is not { } id || seen.Contains(id))],
            last.OfType<Purpose>().MaxBy(p => p.RecordedAt),
            [.. last.OfType<Block>()],
            Leads.Where(l => l.RecordedAt <= time).GroupBy(l => l.OutcomeId)
                .ToDictionary(l => l.Key, l => l.MaxBy(lead => lead.Number)!),
            Rankings.FirstOrDefault(r => r.RecordedAt <= time));
    }

    /// <summary>When it changed so that this viewer can be told of it, oldest first.</summary>
    public List<DateTimeOffset> Versions()
    {
        var (versions, before) = (new List<DateTimeOffset>(), PlanThen.Empty);
        foreach (var time in Times)
        {
            var now = At(time);
            if (now.Since(before, isPerson: false).Any())
            {
                versions.Add(time);
            }
            before = now;
        }
        return versions;
    }

    /// <summary>That it changed then so that this viewer can be told of it.</summary>
    public bool IsVersion(DateTimeOffset time) => Times.Contains(time)
        && At(time).Since(NewestBefore(time) is { } before ? At(before) : PlanThen.Empty, isPerson: false).Any();

    /// <summary>When anything that this viewer sees was last written, no later than a time; null for never.</summary>
    public DateTimeOffset? NewestBy(DateTimeOffset time) => Newest(Times.Where(t => t <= time));

    private DateTimeOffset? NewestBefore(DateTimeOffset time) => Newest(Times.Where(t => t < time));

    private static DateTimeOffset? Newest(IEnumerable<DateTimeOffset> times) =>
        times.Select(t => (DateTimeOffset?)t).LastOrDefault();

    private IEnumerable<DateTimeOffset> Times => States.Select(s => s.At).Concat(Leads.Select(l => l.RecordedAt))
        .Concat(Rankings.Select(r => r.RecordedAt)).Distinct().Order();
}
