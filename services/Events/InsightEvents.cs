namespace PersonalOutcomes.Events;

/// <summary>The figures of a month were published, once and for good.</summary>
/// <param name="PeriodId">The period.</param>
/// <param name="Month">The month, YYYY-MM.</param>
public sealed record PeriodPublished(Guid PeriodId, string Month);

/// <summary>An operator asked to build Insight's model anew.</summary>
/// <param name="RebuildingId">The rebuilding.</param>
/// <param name="Generation">The generation that is being built.</param>
public sealed record RebuildingAsked(Guid RebuildingId, int Generation);
