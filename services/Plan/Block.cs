using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Plans;

/// <summary>One outcome stands in another's way.</summary>
public sealed record Block
{
    /// <summary>The block.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose both outcomes are.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The outcome in the way.</summary>
    public Guid OutcomeId { get; init; }
    /// <summary>The outcome that is blocked.</summary>
    public Guid BlockedId { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Refuses BLOCKS_ITSELF, ALREADY_BLOCKS and BLOCKS_IN_A_CIRCLE.</summary>
    public Block Among(IReadOnlyCollection<Block> others)
    {
        if (OutcomeId == BlockedId)
        {
            throw Problem.Refused("BLOCKS_ITSELF", "An outcome can't stand in its own way.", "blocked_id");
        }
        if (others.Any(b => b.OutcomeId == OutcomeId && b.BlockedId == BlockedId))
        {
            throw Problem.Refused("ALREADY_BLOCKS", "This is recorded already.", "blocked_id");
        }
        var (found, seen) = (new Queue<Guid>([BlockedId]), new HashSet<Guid>());
        while (found.TryDequeue(out var id))
        {
            if (id == OutcomeId)
            {
                throw Problem.Refused(
                    "BLOCKS_IN_A_CIRCLE", "The other one stands in the way of this one.", "blocked_id");
            }
            if (seen.Add(id))
            {
                foreach (var next in others.Where(b => b.OutcomeId == id))
                {
                    found.Enqueue(next.BlockedId);
                }
            }
        }
        return this;
    }

    /// <summary>
    /// Which outcomes stand in this one's way now: not those that were set aside, and not those whose newest review
    /// since the block says that things are better.
    /// </summary>
    public static IEnumerable<Guid> InTheWayOf(
        Guid outcomeId, IEnumerable<Block> blocks, IReadOnlyDictionary<Guid, Outcome> outcomes,
        IEnumerable<Progress> progress) =>
        from block in blocks
        where block.BlockedId == outcomeId
            && outcomes.TryGetValue(block.OutcomeId, out var inTheWay)
            && inTheWay.State != OutcomeState.SetAside
        let newest = progress
            .Where(p => p.OutcomeId == block.OutcomeId && p.Travel != "not_said" && p.RecordedAt >= block.RecordedAt)
            .OrderBy(p => p.HappenedOn).ThenBy(p => p.RecordedAt).LastOrDefault()
        where newest is not { Travel: "better" }
        select block.OutcomeId;
}

/// <summary>What a review said about one outcome, or about the plan; a copy of Review's fact.</summary>
public sealed record Progress
{
    /// <summary>This fact.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose plan.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded the review.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The review.</summary>
    public Guid ReviewId { get; init; }
    /// <summary>The outcome; null for the plan as a whole.</summary>
    public Guid? OutcomeId { get; init; }
    /// <summary>better, same, worse or not_said.</summary>
    public string Travel { get; init; } = "";
    /// <summary>The day of the review.</summary>
    public DateOnly HappenedOn { get; init; }
    /// <summary>For the plan as a whole: whether it needs to change.</summary>
    public bool? NeedsToChange { get; init; }
    /// <summary>Why, as a code.</summary>
    public string? Reason { get; init; }
    /// <summary>When the review was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}
