namespace PersonalOutcomes.Plans;

/// <summary>
/// Who does what towards one outcome, in steps of each party: nothing that is kept, and made anew for each viewer of
/// the steps that they see.
/// </summary>
/// <param name="Person">Steps of the person's own.</param>
/// <param name="Family">Steps of family, friends, the circle around the person.</param>
/// <param name="Community">Steps of the community.</param>
/// <param name="Others">Steps of somebody else.</param>
/// <param name="Teams">Steps of teams.</param>
/// <param name="OnlyServices">
/// Teams alone do anything, and none of it is what the person themselves wanted: a plan may have been matched to what
/// services there are, and not to the life.
/// </param>
public sealed record ContributionBalance(
    int Person, int Family, int Community, int Others, int Teams, bool OnlyServices)
{
    /// <summary>What is counted, in words for whoever reads the figures.</summary>
    public const string Counted =
        "Each step towards this that you may see is counted once, done or not. What was taken back is not counted.";

    /// <summary>Of the steps towards one outcome; null where there are none.</summary>
    public static ContributionBalance? Of(IReadOnlyCollection<Step> steps) => steps.Count == 0 ? null : new(
        steps.Count(s => s.Party == Party.Person),
        steps.Count(s => s.Party == Party.Family),
        steps.Count(s => s.Party == Party.Community),
        steps.Count(s => s.Party == Party.Other),
        steps.Count(s => s.Party == Party.Team),
        steps.All(s => s.Party == Party.Team && !s.Voice.IsPersons));
}
